import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../builders/house/server.ts'
import { picture, writeFolder } from '../../builders/ground/grounds.ts'

const [PICTURE, NAMES] = [picture(200), picture(90)]
let folder: string
let server: TestServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guanlan-site-ground-'))
  writeFileSync(join(folder, 'secret.png'), picture(1))
  server = await startTestServer({
    scale: null,
    environment: {
      GUANLAN_GROUND: writeFolder(join(folder, 'tiles'), { '6/51/27': PICTURE, '7/102/55': PICTURE }),
      GUANLAN_GROUND_LABELS: writeFolder(join(folder, 'names'), { '6/51/27': NAMES }),
      GUANLAN_GROUND_NOTE: '自治区自然资源厅',
      GUANLAN_MAP_NOTE: '桂S(2026)1号',
    },
  })
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const raw = async (path: string): Promise<{ status: number; bytes: Buffer; kept: string | null }> => {
  const cookie = await server.signIn('wall')
  const answer = await fetch(`${server.url}${path}`, { headers: { cookie } })
  return {
    status: answer.status,
    bytes: Buffer.from(await answer.arrayBuffer()),
    kept: answer.headers.get('cache-control'),
  }
}

describe('the site’s own ground', () => {
  it('is told to whoever is signed in and to nobody else', async () => {
    for (const path of [
      '/api/ground',
      '/api/ground/6/51/27',
      '/api/ground/labels',
      '/api/ground/labels/6/51/27',
    ])
      expect((await server.request(null, 'GET', path)).status).toBe(401)
    expect((await server.request('wall', 'GET', '/api/ground')).body).toMatchObject({
      kind: 'folder',
      state: 'ready',
      minZoom: 6,
      maxZoom: 7,
      attribution: '自治区自然资源厅',
      approval: '桂S(2026)1号',
    })
  })

  it('hands on its tiles from this server, to be kept by the browser; a gap is 204, not an error', async () => {
    const found = await raw('/api/ground/6/51/27?v=1')
    expect([found.status, found.bytes.equals(PICTURE), found.kept]).toEqual([
      200,
      true,
      'private, max-age=86400',
    ])
    expect(await raw('/api/ground/6/0/0')).toMatchObject({ status: 204 })
    expect((await server.request('wall', 'GET', '/api/ground')).headers.get('cache-control')).toBe('no-store')
  })

  it('has names over it from a source of their own', async () => {
    const { body } = await server.request('wall', 'GET', '/api/ground/labels')
    expect(body).toMatchObject({ kind: 'folder', state: 'ready', minZoom: 6, maxZoom: 6 })
    const { status, bytes } = await raw('/api/ground/labels/6/51/27?v=1')
    expect([status, bytes.equals(NAMES)]).toEqual([200, true])
    expect(await raw('/api/ground/labels/7/102/55')).toMatchObject({ status: 204 })
  })

  it('lets no address out of its folder', async () => {
    for (const path of [
      '/api/ground/6/51/..%2f..%2f..%2fsecret',
      '/api/ground/..%2f..%2fsecret/1/1',
      '/api/ground/%2e%2e/%2e%2e/secret',
      '/api/ground/-1/0/0',
      '/api/ground/6/51/27.5',
      '/api/ground/6/51/1e9',
      '/api/ground/99/0/0',
    ]) {
      const { status, kept } = await raw(path)
      expect([path, [400, 404].includes(status), kept?.includes('max-age') ?? false]).toEqual([
        path,
        true,
        false,
      ])
    }
  })
})

describe('a ground that is set wrongly', () => {
  it('does not keep the server from starting: the health sheet says what is wrong, and the screens too', async () => {
    const wrong = await startTestServer({
      scale: null,
      environment: {
        GUANLAN_GROUND: join(folder, 'none.mbtiles'),
        GUANLAN_GROUND_LABELS: 'http://map.gx/cia_x/wmts?LAYER=cia',
      },
    })
    try {
      const words = /GUANLAN_GROUND 指向的 .*none\.mbtiles 不存在,应为 .*画面用自带底图/
      const { body } = await wrong.request('wall', 'GET', '/api/ground')
      expect([body.state, body.sentence]).toEqual(['refused', expect.stringMatching(words)])
      const { risks } = await wrong.running.health.detail()
      expect(risks).toEqual(
        expect.arrayContaining([
          expect.stringMatching(words),
          expect.stringMatching(/^GUANLAN_GROUND_LABELS 地址里缺.*画面不带这层注记/),
        ]),
      )
    } finally {
      await wrong.stop()
    }
  })
})
