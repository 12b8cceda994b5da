import { makeProvince } from '../../../../data/province/index.ts'
import { COLLECTION_NAMES, isSeries, type CollectionName } from '../../../../src/shared/protocol/platform.ts'
import { makeLiveHouse, viewerOf, type LiveHouse } from '../../../builders/house/liveHouse.ts'

/** A Friday afternoon; its Saturday is a workday of the state's calendar. */
export const NOW = Date.parse('2026-10-09T14:00:00+08:00')
export const MINUTE = 60_000
export let house: LiveHouse

export const clock = {
  now: NOW,
}
const province = makeProvince({ seed: 3, scale: 'tiny', now: NOW })
export const bundles = ['450103', '450202', '450123'].map((code) => province.county(code))
export const leader = viewerOf('leader', '450000')

const MEMBERS: Partial<Record<CollectionName, string>> = {
  'vehicle-months': 'vehicleMonths',
  'order-step-limits': 'orderStepLimits',
  'vehicle-vendors': 'vehicleVendors',
  'vehicle-costs': 'vehicleCosts',
  'vehicle-rentals': 'vehicleRentals',
  'vehicle-quotas': 'vehicleQuotas',
}
const USED: readonly CollectionName[] = [
  'units',
  'depots',
  'vehicles',
  'orders',
  'vehicle-months',
  'order-step-limits',
  'vehicle-vendors',
  'vehicle-costs',
  'vehicle-rentals',
  'vehicle-quotas',
]

export const give = (collection: CollectionName, items: readonly unknown[]) =>
  house.live.sink.accept('test', { kind: 'records', collection, items } as never)
export const ask = async <T>(
  url: string,
  viewer = leader,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
): Promise<T> => {
  const definition = house.live.routes.find((route) => route.url === url)
  const parsed = definition?.query ? definition.query.parse(query) : query
  const answer = await definition?.handle({ params, query: parsed, body: undefined } as never, {
    viewer,
    address: '127.0.0.1',
    sessionId: 's',
  })
  return definition?.response.parse(answer) as T
}
export const rows = async (text: string): Promise<Record<string, unknown>[]> =>
  (await house.database.pool.query(text)).rows
export const one = async (text: string): Promise<number> =>
  Number(Object.values((await rows(text))[0] ?? {})[0])

export const openHouse = async () => {
  house = await makeLiveHouse({ clock: () => clock.now })
  await give('regions', province.regions)
  for (const name of COLLECTION_NAMES) {
    if (isSeries(name) || !USED.includes(name)) continue
    await give(
      name,
      bundles.flatMap(
        (bundle) => (bundle as unknown as Record<string, unknown[]>)[MEMBERS[name] ?? name] ?? [],
      ),
    )
  }
  await house.live.sink.settled('test')
  await house.start([])
  await house.live.vehicleLedger.all()
}
