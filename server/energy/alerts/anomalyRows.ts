import { anomalyRules, type AnomalyKind } from '#shared/energy/insight/anomalies/rules.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { RuleId } from '#shared/supervision/alert.ts'
import { ANOMALY_ALERTS, factText } from '#shared/supervision/energy/anomalies.ts'
import { startOfDay } from '#shared/kernel/units.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { AlertRowFamily } from '../../common/ports/alertRows.ts'
import { BARE_ROW, pageOfCases } from '../../common/rows/page.ts'
import { anomalyCases } from '../insight/county.ts'
import type { EnergyInsight } from '../insight/insight.ts'

interface AnomalyFamilyDeps {
  readonly insight: Pick<EnergyInsight, 'buildingsIn'>
  readonly directory: Pick<Directory, 'now'>
  readonly rules: Rules
}
const KINDS = new Map(
  Object.entries(ANOMALY_ALERTS).map(([kind, rule]) => [rule, kind as AnomalyKind] as const),
)
/** Whatever its value, red stands before yellow: values of two kinds of day are not compared. */
const RED_FIRST = 1e9

/** EA-01 to EA-08. */
export const anomalyRows = ({ insight, directory, rules }: AnomalyFamilyDeps): AlertRowFamily => ({
  rules: [...KINDS.keys()],
  kind: 'building',
  counts: { zh: '栋', en: 'buildings', one: 'building' },
  amount: () => null,
  grades: () => ({ red: { zh: '报警', en: 'alarm' }, yellow: { zh: '提醒', en: 'warning' } }),
  formula: (rule, { anomaly }) => {
    const kind = KINDS.get(rule)
    return kind === undefined ? null : anomalyRules(anomaly)[kind].rule
  },
  read: (query) => {
    const kind = KINDS.get(query.alert.rule as RuleId)
    const { buildings, buildingOrdinals } = directory.now()
    const told = insight.buildingsIn(new Set([query.alert.region]))
    const all = anomalyCases(told, rules().anomaly.night.overOwn)
      .filter(({ anomaly }) => anomaly.kind === kind)
      .map(({ building, name, anomaly }) => ({
        id: building,
        name,
        severity: anomaly.severity,
        rank: (anomaly.severity === 'red' ? RED_FIRST : 0) + (anomaly.facts[0]?.value ?? 0),
        anomaly,
      }))
    const { cases, ...page } = pageOfCases(all, query)
    return Promise.resolve({
      ...page,
      rows: cases.map(({ id, name, severity, anomaly: { day, facts } }) => ({
        ...BARE_ROW,
        id,
        severity,
        opens: { kind: 'building' as const, id, at: id },
        name,
        compound: buildings[buildingOrdinals.get(id) ?? -1]?.compoundName ?? null,
        building: name,
        since: startOfDay(day),
        detail: {
          zh: facts.map((fact) => `${fact.name.zh} ${factText(fact)}`).join('、'),
          en: facts.map((fact) => `${fact.name.en} ${factText(fact)}`).join(', '),
        },
      })),
    })
  },
})
