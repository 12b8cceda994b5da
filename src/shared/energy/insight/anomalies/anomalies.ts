import { nightHigh, restAsWork, jump, flat } from './electricity.ts'
import { emptyLoad } from './empty.ts'
import { gap, imbalanced } from './meters.ts'
import { leaking } from './water.ts'
import type { AnomalyCase, Anomaly } from './fact.ts'
import { type AnomalyLimits, ANOMALY_LIMITS } from './rules.ts'

const DETECTORS = [nightHigh, restAsWork, jump, flat, emptyLoad, gap, leaking, imbalanced]

/** Everything odd about the last day, each with the facts that it was judged by; empty where there is no day. */
export const anomaliesOf = (given: AnomalyCase, limits: AnomalyLimits = ANOMALY_LIMITS): Anomaly[] => {
  const last = given.days.at(-1)
  return last ? DETECTORS.map((detect) => detect(given, last, limits)).filter((found) => found !== null) : []
}
