import { ANOMALY_RULES, type Anomaly, type AnomalyFact, type AnomalyKind } from '../energy/anomaly.ts'
import { worse, type AlertDraft, type RuleId } from './alert.ts'
import { groupBy } from '../lists.ts'

/** The alert's rule of each kind of anomaly. */
export const ANOMALY_ALERTS: Readonly<Record<AnomalyKind, RuleId>> = { 'night-high': 'EA-01', 'rest-as-work': 'EA-02', jump: 'EA-03', flat: 'EA-04', 'empty-load': 'EA-05', gap: 'EA-06', leak: 'EA-07', imbalance: 'EA-08' }
/** From so many buildings of a county with the same anomaly on, they are one alert. [D] */
export const STORM_FROM = 4
const NAMED = 3

export interface AnomalyAt {
  readonly building: string
  readonly name: string
  readonly region: string
  readonly anomaly: Anomaly
}

const round = ({ value, decimals }: AnomalyFact): string => value.toFixed(decimals)
const factsText = (facts: readonly AnomalyFact[], lang: 'zh' | 'en'): string => facts.map((fact) => `${fact.name[lang]} ${round(fact)}${fact.unit ? ` ${fact.unit}` : ''}`).join(lang === 'zh' ? ',' : ', ')

const single = ({ building, name, region, anomaly }: AnomalyAt): AlertDraft => {
  const { name: title } = ANOMALY_RULES[anomaly.kind]
  return {
    id: `${ANOMALY_ALERTS[anomaly.kind]}:${building}`,
    rule: ANOMALY_ALERTS[anomaly.kind],
    severity: anomaly.severity,
    region,
    place: building,
    placeName: name,
    unit: null,
    text: { zh: `${name}:${anomaly.day} ${title.zh}(${factsText(anomaly.facts, 'zh')})`, en: `${name}: ${anomaly.day} ${title.en} (${factsText(anomaly.facts, 'en')})` },
    count: 1,
  }
}

const folded = (rule: RuleId, region: string, regionName: string, cases: readonly AnomalyAt[]): AlertDraft => {
  const { kind, day } = (cases[0] as AnomalyAt).anomaly
  const names = cases.slice(0, NAMED).map(({ name }) => name)
  return {
    id: `${rule}:county:${region}`,
    rule,
    severity: cases.reduce<'yellow' | 'red'>((sum, { anomaly }) => worse(sum, anomaly.severity), 'yellow'),
    region,
    place: region,
    placeName: regionName,
    unit: null,
    text: { zh: `${regionName}:${day} ${cases.length} 栋楼${ANOMALY_RULES[kind].name.zh},如 ${names.join('、')}`, en: `${regionName}: ${day} ${cases.length} buildings with ${ANOMALY_RULES[kind].name.en.toLowerCase()}, e.g. ${names.join(', ')}` },
    count: cases.length,
  }
}

/** One alert a building and rule; a storm of one rule in a county is one alert with its count. */
export const anomalyAlerts = (cases: readonly AnomalyAt[], regionName: (code: string) => string, stormFrom: number = STORM_FROM): AlertDraft[] =>
  [...groupBy(cases, ({ region, anomaly }) => `${anomaly.kind}|${region}`).values()].flatMap((group) => {
    const { region, anomaly } = group[0] as AnomalyAt
    return group.length < stormFrom ? group.map(single) : [folded(ANOMALY_ALERTS[anomaly.kind], region, regionName(region), group)]
  })
