import { describe, expect, it } from 'vitest'
import type { AlertRowsQuery } from '../../../../server/common/ports/alertRows.ts'
import type { KeptFact } from '../../../../server/common/ports/vehicleFacts.ts'
import { liveRows } from '../../../../server/vehicles/alarms/alertRows.ts'
import { DEFAULT_TABLES } from '../../../../src/shared/standards/tables.ts'

const NOW = Date.parse('2026-11-19T10:00:00+08:00')
const MINUTE = 60_000
const fact = (vehicle: string, severity: 'yellow' | 'red', minutesAgo: number): KeptFact =>
  ({
    rule: 'VH-10',
    vehicle,
    unit: 'U1',
    plate: `桂A0000${vehicle}`,
    severity,
    firstAt: NOW - 60 * MINUTE,
    lastAt: NOW - minutesAgo * MINUTE,
    speedDkmh: 1320,
    heldMs: 0,
    fence: null,
    detail: { speed: { limitKmh: 100 } },
  }) as never
const family = liveRows({
  facts: {
    ofAlert: () =>
      Promise.resolve({ rows: [fact('1', 'red', 1), fact('2', 'yellow', 2), fact('3', 'red', 45)] }),
  } as never,
  directory: { now: () => ({ vehicles: [], vehicleOrdinals: new Map(), units: new Map() }) as never },
  rules: () => DEFAULT_TABLES,
})
const told = async (alert: 'info' | 'yellow' | 'red', more: Partial<AlertRowsQuery> = {}) => {
  const { rows, red, yellow, info } = await family.read({
    alert: { id: 'VH-10:U1', rule: 'VH-10', region: '450103', unit: 'U1', severity: alert },
    regions: null,
    unit: null,
    severity: null,
    after: null,
    limit: 10,
    now: NOW,
    masked: false,
    people: true,
    ...more,
  } as AlertRowsQuery)
  return { rows: rows.map(({ id, severity }) => `${id} ${severity}`), counts: [red, yellow, info] }
}

describe('the vehicles behind a live alert', () => {
  it('are no graver than the alert at their head, and what is over calls nobody', async () => {
    expect(await told('red')).toEqual({ rows: ['1 red', '2 yellow', '3 info'], counts: [1, 1, 1] })
    expect(await told('yellow')).toEqual({ rows: ['1 yellow', '2 yellow', '3 info'], counts: [0, 2, 1] })
    expect(await told('info')).toEqual({ rows: ['1 info', '2 info', '3 info'], counts: [0, 0, 3] })
  })

  it('are told by grade, and by name for each grade that there is', async () => {
    expect((await told('red', { severity: 'info' })).rows).toEqual(['3 info'])
    expect(Object.keys(family.grades('VH-10', DEFAULT_TABLES))).toEqual(['red', 'yellow', 'info'])
  })
})
