import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexOf, type IndexId } from '../../../src/shared/indices/indices.ts'
import { measuresFromArray } from '../../../src/shared/indices/measures.ts'
import type { PlaceView } from '../../../src/shared/protocol/http.ts'
import { worstOf } from '../../../src/shared/indices/verdict.ts'
import type { WorstPlace } from '../../../src/shared/housing/answers/worst.ts'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { smallProvince } from '../../builders/records/smallProvince.ts'

let house: LiveHouse
const COUNTY = '450102'
const leader = viewerOf('leader', '450000')
const records = smallProvince()
const unit = records.units.find(({ region }) => region === COUNTY)!.id

const ask = async <T>(url: string, params: object, query: object, viewer: Viewer): Promise<T> =>
  (await house.ledger.routes
    .find((route) => route.url === url)
    ?.handle({ params, query, body: undefined } as never, {
      viewer,
      address: '127.0.0.1',
      sessionId: 's',
    })) as T
const worst = (region: string, index: IndexId, viewer: Viewer = leader): Promise<WorstPlace> =>
  ask('/api/worst', {}, { region, index, basis: 'equivalent-heat' }, viewer)
const place = (id: string): Promise<PlaceView> => ask('/api/places/:id', { id }, {}, leader)

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => Date.parse('2026-03-30T12:00:00+08:00') })
  await fill(house, records)
  await house.start([])
})
afterAll(() => house?.close())

describe('the worst place of a region', () => {
  it('is the worst compound by the index as its own view has it, with its building and floor, each a part of the one before', async () => {
    const told = await worst(COUNTY, 'over')
    expect(told.steps.map(({ kind }) => kind)).toEqual(['compound', 'building', 'floor'])
    const [compound, building, floor] = told.steps
    const county = await place(COUNTY)
    const index = indexOf('over')
    const parts = county.children.map((child) => {
      const m = measuresFromArray(child.measures)
      return { id: child.id, name: child.name, value: index.value(m, 'equivalent-heat'), n: m.officeRooms }
    })
    expect(compound!.id).toBe(worstOf(parts, 'less')?.id)
    expect((await place(compound!.id)).children.map(({ id }) => id)).toContain(building!.id)
    const floors = (await place(building!.id)).children
    const most = Math.max(...floors.map(({ measures }) => measuresFromArray(measures).overRooms))
    expect(measuresFromArray(floors.find(({ id }) => id === floor!.id)!.measures).overRooms).toBe(most)
  })

  it('is found anew once the ledger changed in its region', async () => {
    const [compound] = (await worst('450000', 'over')).steps
    const before = await worst(COUNTY, 'over')
    const own = records.compounds.find(({ id }) => id === before.steps[0]!.id)!
    await house.live.sink.accept('test', {
      kind: 'records',
      collection: 'compounds',
      items: [{ ...own, name: '新名大院', updatedAt: own.updatedAt + 1000 }],
    })
    expect((await worst(COUNTY, 'over')).steps[0]!.name).toBe('新名大院')
    const [wider] = (await worst('450000', 'over')).steps
    expect(wider!.name).toBe(wider!.id === own.id ? '新名大院' : compound!.name)
  })

  it('is told with the regions between, the county last', async () => {
    expect((await worst('450000', 'idle')).path.map(({ id }) => id.length)).toEqual([6, 6])
    expect((await worst(COUNTY, 'idle')).path).toEqual([])
  })

  it('is none where no compound has a figure, nor for a unit’s viewer; and not found beyond the scope', async () => {
    expect((await worst(COUNTY, 'vehicleUse')).steps).toEqual([])
    expect((await worst(COUNTY, 'over', viewerOf('unit-user', COUNTY, unit))).steps).toEqual([])
    await expect(worst('450200', 'over', viewerOf('leader', COUNTY))).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(worst('nowhere', 'over')).rejects.toMatchObject({ code: 'not-found' })
  })
})
