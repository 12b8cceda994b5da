import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTilesetFinder } from '../../../server/http/tilesets.ts'
import { startTestServer, type TestServer } from '../../builders/house/server.ts'

const TILESET = JSON.stringify({
  asset: { version: '1.1' },
  geometricError: 0,
  root: { boundingVolume: { sphere: [0, 0, 0, 1] }, geometricError: 0 },
})
let folder: string
let server: TestServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guanlan-tiles-'))
  for (const name of ['a city 南宁', 'no tiles', 'deep/er'])
    mkdirSync(join(folder, name), { recursive: true })
  for (const name of ['a city 南宁', 'deep/er']) writeFileSync(join(folder, name, 'tileset.json'), TILESET)
  server = await startTestServer({ scale: null, environment: { GUANLAN_TILES_DIR: folder } })
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const tilesets = async (): Promise<string[]> =>
  (await server.request('leader', 'GET', '/api/session')).body.tilesets

describe('local 3D Tiles', () => {
  it('are named by the session, root and direct subfolders, also those laid in later', async () => {
    const inCity = `/tiles3d/${encodeURIComponent('a city 南宁')}/tileset.json`
    expect(await tilesets()).toEqual([inCity])
    writeFileSync(join(folder, 'tileset.json'), TILESET)
    expect(await tilesets()).toEqual(['/tiles3d/tileset.json', inCity])
  })

  it('are served to a session and to nobody else', async () => {
    for (const path of await tilesets()) {
      expect((await server.request(null, 'GET', path)).status).toBe(401)
      const answer = await server.request('wall', 'GET', path)
      expect([answer.status, answer.body.asset]).toEqual([200, { version: '1.1' }])
    }
    for (const path of [
      '/tiles3d/%2e%2e/%2e%2e/etc/passwd',
      '/tiles3d/..%2f..%2fetc/passwd',
      '/tiles3d/.hidden',
      '/tiles3d/none',
      '/tiles3d/',
      '/tiles3d/%zz',
    ])
      expect([path, (await server.request('wall', 'GET', path)).status]).toEqual([path, 404])
  })

  it('are closed to who must change the password first', async () => {
    const [path] = await tilesets()
    const cookie = await server.signIn('supervisor')
    expect((await server.request(null, 'GET', path as string, undefined, { cookie })).status).toBe(200)
    await sql`update accounts set must_change = true where name = 'supervisor'`.execute(server.database.db)
    const answer = await server.request(null, 'GET', path as string, undefined, { cookie })
    expect([answer.status, answer.body.code]).toEqual([403, 'password-change-required'])
  })

  it('that are broken are named in the log once, with what is wrong, until the file changes; screens are given them all the same', async () => {
    const broken = join(folder, 'deep')
    const told: string[][] = []
    const find = makeTilesetFinder(broken, (name, fault) => told.push([name, fault.split(' / ')[0]!]))
    writeFileSync(
      join(broken, 'er', 'tileset.json'),
      readFileSync(new URL('../../builders/screen/tilesets/transform-of-nulls.json', import.meta.url)),
    )
    expect([await find(), await find()]).toEqual([['/tiles3d/er/tileset.json'], ['/tiles3d/er/tileset.json']])
    expect(told).toEqual([['er', 'root.transform 须为 16 个有限数']])
    writeFileSync(join(broken, 'er', 'tileset.json'), '<html>')
    await find()
    expect(told.at(-1)).toEqual(['er', '文件不是 JSON'])
  })
})
