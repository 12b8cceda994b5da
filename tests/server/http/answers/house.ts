import { sql } from 'kysely'
import { startTestServer, type TestServer } from '../../../builders/house/server.ts'

export let server: TestServer
interface RegionRow {
  readonly id: string
  readonly parent: string | null
  readonly kind: string
}
export let regions: RegionRow[]

export const openHouse = async () => {
  server = await startTestServer()
  regions = (await server.request('leader', 'GET', '/api/regions')).body.regions
}

export const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T> =>
  (await query.execute(server.database.db)).rows[0]!
export const under = (city: string): string[] =>
  regions.filter(({ parent }) => parent === city).map(({ id }) => id)
