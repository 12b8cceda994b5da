import type { LoadDay } from '../dayTypes.ts'
import { type AnomalyCase, type Anomaly, fact, shareFact } from './fact.ts'
import type { AnomalyLimits } from './rules.ts'

export const gap = (_: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const missing = last.hours.filter((kwh) => kwh === null).length
  return missing < L.gapHours
    ? null
    : {
        kind: 'gap',
        day: last.day,
        severity: missing >= L.redGapHours ? 'red' : 'yellow',
        facts: [fact('缺失小时', 'hours missing', missing, 'h', 0)],
      }
}

export const imbalanced = ({ balance }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  if (!balance || balance.wholeKwh <= 0) return null
  const share = Math.abs(balance.wholeKwh - balance.partsKwh) / balance.wholeKwh
  if (share <= L.balance.ofWhole) return null
  return {
    kind: 'imbalance',
    day: last.day,
    severity: share > L.balance.redOfWhole ? 'red' : 'yellow',
    facts: [
      shareFact('总分差', 'difference', share, [balance.wholeKwh, 'kWh', 0], 1),
      fact('总表', 'main meter', balance.wholeKwh, 'kWh', 0),
      fact('各分项之和', 'sub-meters together', balance.partsKwh, 'kWh', 0),
    ],
  }
}
