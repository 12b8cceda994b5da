import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../builders/house/liveHouse.ts'
import { house, clock, records, ofRule, openHouse } from './alerts/house.ts'
import './alerts/housing.cases.ts'
import './alerts/turns.cases.ts'
import './alerts/vehicles.cases.ts'
import './alerts/rows.cases.ts'

beforeAll(openHouse)
afterAll(() => house?.close())

describe('data', () => {
  it('DQ-01 counts what is in quarantine by source and collection, in words, and ends when a good record comes', async () => {
    await house.live.sink.quarantine([
      {
        source: 'pages',
        collection: 'rooms',
        recordId: 'R1',
        field: 'usableArea',
        reason: 'expected number',
        body: {},
      },
      {
        source: 'pages',
        collection: 'rooms',
        recordId: 'R2',
        field: 'ring',
        reason: 'expected array',
        body: {},
      },
    ])
    await until('the alert', async () => (await ofRule('DQ-01')).length === 1)
    expect((await ofRule('DQ-01'))[0]).toMatchObject({
      count: 2,
      text: {
        zh: '房间与工位有 2 条记录未过校验,如 R1',
        en: 'rooms and workstations: 2 records failed validation, e.g. R1',
      },
    })
    const room = records.rooms[0] as (typeof records.rooms)[number]
    for (const id of ['R1', 'R2'])
      await house.live.sink.accept('pages', {
        kind: 'records',
        collection: 'rooms',
        items: [{ ...room, id, number: id, occupants: [], updatedAt: clock.now }],
      })
    await until('its end', async () => (await ofRule('DQ-01')).length === 0)
  })
})
