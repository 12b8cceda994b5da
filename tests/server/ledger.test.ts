import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/shared/access/roles.ts'
import { MEASURES, sumArrays } from '../../src/shared/indices/measures.ts'
import type { LedgerChange } from '../../src/shared/protocol/events.ts'
import { COLLECTION_NAMES } from '../../src/shared/protocol/platform.ts'
import { makeLedger, type Ledger } from '../../server/ledger.ts'
import { makeTestDatabase, type TestDatabase } from '../builders/database.ts'
import { SMALL_NOW, smallProvince } from '../builders/smallProvince.ts'

let database: TestDatabase
let ledger: Ledger
const published: LedgerChange[][] = []
const records = smallProvince()
const manager: Viewer = { account: 'm', role: 'manager', scope: { kind: 'region', region: '450000' } }
const at = (name: (typeof MEASURES)[number]): number => MEASURES.indexOf(name)

beforeAll(async () => {
  database = await makeTestDatabase()
  ledger = makeLedger({ db: database.db, clock: () => SMALL_NOW, publish: (changes) => published.push([...changes]) })
  for (const collection of COLLECTION_NAMES) {
    if (collection !== 'meter-days') await ledger.ingest.accept('test', { collection, items: records[collection] } as never)
  }
  await ledger.ingest.settled('test')
})
afterAll(() => database.drop())

describe('roll-ups', () => {
  it('counts what was handed over', async () => {
    const { measures } = await ledger.places.view(manager, '450000')
    expect(measures[at('rooms')]).toBe(records.rooms.length)
    expect(measures[at('buildings')]).toBe(records.buildings.length)
    expect(measures[at('plans')]).toBe(records.floors.filter((floor) => floor.plan === 'drawing').length)
    expect(measures[at('vehicles')]).toBe(records.vehicles.length)
    expect(measures[at('electricityKwh')]).toBe(records.buildings.length * 3001)
  })

  it('[SC-50] gives every place the exact sum of its children', async () => {
    for (const id of ['450000', '450100', '450102', 'K-450102-0', 'K-450102-0-B0', 'K-450102-0-B0-F1']) {
      const view = await ledger.places.view(manager, id)
      const sum = sumArrays(view.children.map((one) => one.measures))
      for (const name of ['rooms', 'overRooms', 'officeAreaDm2', 'officeLimitDm2', 'usableDm2', 'people'] as const) expect([id, name, view.measures[at(name)]]).toEqual([id, name, sum[at(name)]])
    }
  })
})
