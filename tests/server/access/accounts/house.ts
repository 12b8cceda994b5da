import { startTestServer, type TestServer } from '../../../builders/house/server.ts'

export const MINUTE = 60_000
export let server: TestServer

export const clock = {
  ahead: 0,
  /** Where the server's clock stands still, for what must not hang on how fast this machine is. */
  frozen: null as number | null,
}

/** A region with two cities, as a platform would send them. */
const REGIONS = [
  { code: '450000', parent: null, level: 'province' as const, name: '广西壮族自治区' },
  { code: '450100', parent: '450000', level: 'city' as const, name: '南宁市' },
  { code: '450103', parent: '450100', level: 'county' as const, name: '青秀区' },
  { code: '450200', parent: '450000', level: 'city' as const, name: '柳州市' },
]

export const openHouse = async () => {
  server = await startTestServer({ scale: null, clock: () => (clock.frozen ?? Date.now()) + clock.ahead })
  const at = {
    lon: 108,
    lat: 23,
    west: 107,
    south: 22,
    east: 109,
    north: 24,
    geometry: JSON.stringify([]),
    source: 'test',
    source_id: 'test',
    updated_at: 1,
    received_at: 1,
  }
  await server.database.db
    .insertInto('regions')
    .values(REGIONS.map((region) => ({ ...region, ...at }) as never))
    .execute()
  await server.running.ports.housing.tree.load()
}

export const signIn = (name: string, password: string) =>
  server.request(null, 'POST', '/api/session', { name, password })
export const cookie = (answer: { headers: Headers }): string =>
  (answer.headers.get('set-cookie') ?? '').split(';')[0]!
export const audited = async (event: string) =>
  (await server.request('auditor', 'GET', `/api/audit?event=${event}&limit=50`)).body.rows
/** A fresh account with its one-time password. */
export const fresh = async (name: string) =>
  (
    await server.request('security', 'POST', '/api/accounts', {
      name,
      displayName: name,
      role: 'leader',
      scope: { kind: 'region', region: '450000' },
      responsible: '张三',
    })
  ).body
