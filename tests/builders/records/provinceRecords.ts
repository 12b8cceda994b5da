import type { CountyBundle, Province } from '../../../data/province/index.ts'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import { memberName } from '../../../src/shared/kernel/collection.ts'
import { COLLECTION_NAMES, isSeries } from '../../../src/shared/protocol/platform.ts'
import type { LiveHouse } from '../house/liveHouse.ts'
import type { Records } from './smallProvince.ts'

export const recordsIn = (
  bundles: readonly CountyBundle[],
  collection: string,
): readonly { readonly updatedAt: number }[] =>
  bundles.flatMap(
    (bundle) =>
      bundle[memberName(collection) as keyof CountyBundle] as unknown as readonly {
        readonly updatedAt: number
      }[],
  )

/** A made province as a platform hands it over, without the collections that are `left` out. */
export const provinceRecords = (
  province: Province,
  bundles: readonly CountyBundle[],
  left: readonly string[] = [],
): Records =>
  Object.fromEntries(
    COLLECTION_NAMES.filter((name) => !isSeries(name)).map((name) => {
      if (left.includes(name)) return [name, []]
      return [name, name === 'regions' ? province.regions : recordsIn(bundles, name)]
    }),
  ) as unknown as Records

/** Asks a house's GET routes as a viewer does, through their schemas. */
export const askOf =
  (house: () => LiveHouse, viewer: Viewer) =>
  async <T>(url: string, params: Record<string, string>, given: Record<string, unknown> = {}): Promise<T> => {
    const definition = [...house().live.routes, ...house().ledger.routes].find(
      (route) => route.url === url && route.method === 'GET',
    )
    const query = definition?.query ? definition.query.parse(given) : given
    const asked = { params, query, body: undefined } as never
    const answer = await definition?.handle(asked, { viewer, address: '127.0.0.1', sessionId: 's' })
    return definition?.response.parse(answer) as T
  }
