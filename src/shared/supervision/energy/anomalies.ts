import { ANOMALY_RULES, type AnomalyKind } from '../../energy/insight/anomalies/rules.ts'
import type { Anomaly, AnomalyFact } from '../../energy/insight/anomalies/fact.ts'
import { groupBy } from '../../kernel/language/lists.ts'
import type { AlertDraft, RuleId } from '../alert.ts'
import { energyAlerts, type EnergyContext } from './county.ts'

/** The alert's rule of each kind of anomaly. */
export const ANOMALY_ALERTS: Readonly<Record<AnomalyKind, RuleId>> = {
  'night-high': 'EA-01',
  'rest-as-work': 'EA-02',
  jump: 'EA-03',
  flat: 'EA-04',
  'empty-load': 'EA-05',
  gap: 'EA-06',
  leak: 'EA-07',
  imbalance: 'EA-08',
}

export interface AnomalyAt {
  readonly building: string
  readonly name: string
  readonly region: string
  readonly anomaly: Anomaly
}

const amount = ({ value, decimals, unit }: Omit<AnomalyFact, 'name' | 'of'>): string =>
  `${value.toFixed(decimals)}${unit ? ` ${unit}` : ''}`
export const factText = (fact: AnomalyFact): string =>
  `${amount(fact)}${fact.of && fact.of.value > 0 ? ` (n ${amount(fact.of)})` : ''}`

/** One alert a county and kind of anomaly; each building's own stands in the list of anomalies and on its card. */
export const anomalyAlerts = (cases: readonly AnomalyAt[], context: EnergyContext): AlertDraft[] =>
  [...groupBy(cases, ({ anomaly }) => anomaly.kind)].flatMap(([kind, ofKind]) => {
    const { day } = (ofKind[0] as AnomalyAt).anomaly
    const { zh, en } = ANOMALY_RULES[kind].name
    const found = ofKind.map(({ anomaly, ...at }) => {
      const [first] = anomaly.facts
      return {
        rule: ANOMALY_ALERTS[kind],
        ...at,
        severity: anomaly.severity,
        value: first?.value ?? 0,
        detail: first ? factText(first) : '',
      }
    })
    return energyAlerts(found, { zh: `${day} ${zh}`, en: `on ${day}: ${en.toLowerCase()}` }, context)
  })
