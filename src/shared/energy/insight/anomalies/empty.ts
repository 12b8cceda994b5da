import type { LoadDay } from '../dayTypes.ts'
import { type AnomalyCase, type Anomaly, shareFact, fact } from './fact.ts'
import type { AnomalyLimits } from './rules.ts'

export const emptyLoad = (given: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const { idleShare, wattsPerM2, usualWattsPerM2 } = given
  if (idleShare === null || wattsPerM2 === null || usualWattsPerM2 === null || usualWattsPerM2 <= 0)
    return null
  if (idleShare < L.empty.idleShare || wattsPerM2 < usualWattsPerM2 * L.empty.ofMedian) return null
  return {
    kind: 'empty-load',
    day: last.day,
    severity: 'yellow',
    facts: [
      shareFact('闲置面积占比', 'idle share of the area', idleShare, [(given.usableDm2 ?? 0) / 100, 'm²', 0]),
      fact('单位面积平均功率', 'mean power per area', wattsPerM2, 'W/m²', 2),
      fact('本县中位数', "the county's median", usualWattsPerM2, 'W/m²', 2),
    ],
  }
}
