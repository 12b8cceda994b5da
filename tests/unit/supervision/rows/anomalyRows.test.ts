import { describe, expect, it } from 'vitest'
import type { AlertRowsQuery } from '../../../../server/common/ports/alertRows.ts'
import { anomalyRows } from '../../../../server/energy/alerts/anomalyRows.ts'
import type { ToldBuilding } from '../../../../server/energy/insight/county.ts'
import { fact, type Anomaly } from '../../../../src/shared/energy/insight/anomalies/fact.ts'
import { startOfDay, type DayString } from '../../../../src/shared/kernel/units.ts'
import { DEFAULT_TABLES, defaultRules } from '../../../../src/shared/standards/tables.ts'

const DAY = '2026-11-18' as DayString
const anomaly = (kind: Anomaly['kind'], severity: Anomaly['severity'], value: number): Anomaly => ({
  kind,
  day: DAY,
  severity,
  facts: [fact('昨日', 'yesterday', value, 'kWh'), fact('平日', 'usual', 10, 'kWh', 0)],
})
const building = (id: string, ...anomalies: Anomaly[]): ToldBuilding =>
  ({ id, name: `楼${id}`, county: '450103', anomalies, night: { usualKw: 10, nightKw: 11 } }) as never
/** Three jumps; a night that is high beside others but not beside its own is no case. */
const TOLD = [
  building('A', anomaly('jump', 'yellow', 900), anomaly('gap', 'yellow', 3)),
  building('B', anomaly('jump', 'red', 40)),
  building('C', anomaly('jump', 'yellow', 950), anomaly('night-high', 'red', 99)),
]
const family = anomalyRows({
  insight: {
    buildingsIn: (counties) => TOLD.filter(({ county }) => counties.has(county)),
  },
  directory: {
    now: () =>
      ({
        buildings: [{ compoundName: '一号院' }, { compoundName: '二号院' }],
        buildingOrdinals: new Map([
          ['A', 0],
          ['B', 1],
        ]),
      }) as never,
  },
  rules: defaultRules,
})
const asked = (rule: string, more: Partial<AlertRowsQuery> = {}): AlertRowsQuery =>
  ({
    alert: { id: `${rule}:450103`, rule, region: '450103', unit: null },
    severity: null,
    after: null,
    limit: 10,
    ...more,
  }) as never

describe('the buildings behind an alert of energy', () => {
  it('are those of its kind, red before yellow whatever their value, with their compound, day and facts', async () => {
    const { rows, red, yellow, next } = await family.read(asked('EA-03'))
    expect(rows.map(({ id }) => id)).toEqual(['B', 'C', 'A'])
    expect([red, yellow, next]).toEqual([1, 2, null])
    expect(rows[0]).toMatchObject({
      severity: 'red',
      opens: { kind: 'building', id: 'B', at: 'B' },
      name: '楼B',
      compound: '二号院',
      building: '楼B',
      since: startOfDay(DAY),
      detail: { zh: '昨日 40.0 kWh、平日 10 kWh', en: 'yesterday 40.0 kWh, usual 10 kWh' },
    })
    expect(rows[1]!.compound).toBeNull()
    expect((await family.read(asked('EA-06'))).rows.map(({ id }) => id)).toEqual(['A'])
    expect((await family.read(asked('EA-01'))).rows).toEqual([])
  })

  it('come page by page and by grade, and counts are of all of them', async () => {
    const first = await family.read(asked('EA-03', { limit: 1 }))
    expect([first.rows.map(({ id }) => id), first.red + first.yellow]).toEqual([['B'], 3])
    const rest = await family.read(asked('EA-03', { after: first.next }))
    expect(rest.rows.map(({ id }) => id)).toEqual(['C', 'A'])
    const yellow = await family.read(asked('EA-03', { severity: 'yellow' }))
    expect([yellow.rows.map(({ id }) => id), yellow.red]).toEqual([['C', 'A'], 1])
    expect(() => family.read(asked('EA-03', { after: 'x~' }))).toThrow(/after: expected/)
  })

  it('of equal rank stand in the order of their ids, and the formula is the rule in force', async () => {
    const same = anomalyRows({
      insight: {
        buildingsIn: () => ['Z', 'M'].map((id) => building(id, anomaly('flat', 'yellow', 5))),
      },
      directory: { now: () => ({ buildings: [], buildingOrdinals: new Map() }) as never },
      rules: defaultRules,
    })
    expect((await same.read(asked('EA-04'))).rows.map(({ id }) => id)).toEqual(['M', 'Z'])
    expect(family.formula('EA-03', DEFAULT_TABLES)!.zh).not.toBe('')
    expect(family.amount('EA-03')).toBeNull()
    expect(family.grades('EA-03', DEFAULT_TABLES)).toMatchObject({ red: { zh: '报警' } })
  })
})
