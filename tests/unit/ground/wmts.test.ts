import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openSource } from '../../../server/ground/openSource.ts'
import { openWmts } from '../../../server/ground/wmts/wmts.ts'
import { picture } from '../../builders/ground/grounds.ts'

const KEY = 'a-secret-key'
const SKY = picture(1)
const PATIENCE_MS = 150
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

/** A map service on this machine; what it was asked, in order. */
const upstream = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const asked: URL[] = []
  const server = createServer((request, response) => {
    asked.push(new URL(request.url!, 'http://x'))
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return { asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
const sends =
  (status: number, headers: Record<string, string> = {}, body: Uint8Array | string = '') =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status, headers).end(body)

describe('a WMTS', () => {
  it('is asked as 天地图 is: layer and matrix set out of the path, row, column and key in the query', async () => {
    const { asked, origin } = await upstream(sends(200, {}, SKY))
    const source = openWmts(`${origin}/img_w/wmts`, KEY)
    expect(source.facts).toMatchObject({ kind: 'wmts', tiling: 'mercator', minZoom: 1 })
    expect(Buffer.from((await source.tile(7, 102, 55))!).equals(SKY)).toBe(true)
    expect(asked[0]!.pathname).toBe('/img_w/wmts')
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
      SERVICE: 'WMTS',
      REQUEST: 'GetTile',
      VERSION: '1.0.0',
      STYLE: 'default',
      LAYER: 'img',
      TILEMATRIXSET: 'w',
      FORMAT: 'tiles',
      TILEMATRIX: '7',
      TILEROW: '55',
      TILECOL: '102',
      tk: KEY,
    })
    expect(openWmts(`${origin}/vec_c/wmts`, KEY).facts.tiling).toBe('degrees')
  })

  it('of another maker is asked by what stands in its address, the key under its own name', async () => {
    const { asked, origin } = await upstream(sends(200, {}, SKY))
    const address = `${origin}/geoserver/gwc?layer=gx:base&tilematrixset=EPSG:900913&TileMatrix=EPSG:900913:{z}&format=image/jpeg`
    await openWmts(address, `token=${KEY}`).tile(3, 6, 3)
    expect(Object.fromEntries(asked[0]!.searchParams)).toMatchObject({
      LAYER: 'gx:base',
      TILEMATRIXSET: 'EPSG:900913',
      TILEMATRIX: 'EPSG:900913:3',
      FORMAT: 'image/jpeg',
      token: KEY,
    })
  })

  it('whose address is wrong is refused with the variable, what was found and what was expected', async () => {
    const words = (source: string): Promise<string> =>
      openSource({ source, key: KEY }).then(
        () => 'opened',
        ({ message }: Error) => message,
      )
    expect(await words('ftp://map.gx/img_w/wmts')).toMatch(/^GUANLAN_GROUND 不是 http\(s\) 地址/)
    expect(await words('https://me:word@map.gx/img_w/wmts')).toMatch(/GUANLAN_GROUND_KEY/)
    expect(await words('https://map.gx/wmts')).toMatch(/缺 LAYER 或 TILEMATRIXSET,应为 .*img_w\/wmts/)
    expect(await words('https://map.gx/wmts?LAYER=a&TILEMATRIXSET=EPSG:2436')).toMatch(
      /矩阵集为 EPSG:2436,应为 c.*expected c/,
    )
  })
})

describe('a WMTS that does not serve', () => {
  it('and redirects is not followed, neither to another host nor on its own', async () => {
    const elsewhere = await upstream(sends(200, {}, SKY))
    for (const location of [`${elsewhere.origin}/img_w/wmts`, '/img_w/other']) {
      const { origin, asked } = await upstream(sends(302, { location }))
      await expect(openWmts(`${origin}/img_w/wmts`, KEY).tile(1, 0, 0)).rejects.toThrow(
        /转向别处\(302\),不予跟随/,
      )
      expect(asked.length).toBe(1)
    }
    expect(elsewhere.asked).toEqual([])
  })

  it('and refuses the key, fails, hangs, sends too much or is not there is told by host and never by key', async () => {
    const big = Buffer.alloc(3 * 2 ** 20, 1)
    const told = async (answer: Parameters<typeof upstream>[0]): Promise<string> => {
      const { origin } = await upstream(answer)
      const asking = openWmts(`${origin}/img_w/wmts`, KEY, { patienceMs: PATIENCE_MS }).tile(1, 0, 0)
      return asking.then(
        () => 'a tile',
        ({ message }: Error) => message,
      )
    }
    const found = [
      await told(sends(403)),
      await told(sends(500)),
      await told(() => undefined),
      await told((_, response) => void response.writeHead(200).write(SKY.subarray(0, 20))),
      await told(sends(200, {}, big)),
    ]
    expect(found).toEqual([
      expect.stringMatching(/拒绝了密钥\(403\),请核对 GUANLAN_GROUND_KEY/),
      expect.stringMatching(/答复 500/),
      expect.stringMatching(/没有按时应答/),
      expect.stringMatching(/没有按时应答/),
      expect.stringMatching(/过大.*2 MiB/),
    ])
    const away = await openWmts('http://127.0.0.1:1/img_w/wmts', KEY)
      .tile(1, 0, 0)
      .catch(({ message }: Error) => message)
    expect(away).toMatch(/127\.0\.0\.1:1 无法连接/)
    for (const words of [...found, away]) expect(words).not.toContain(KEY)
  })

  it('one tile, with a 404, has a gap there', async () => {
    const { origin } = await upstream(sends(404))
    expect(await openWmts(`${origin}/img_w/wmts`, KEY).tile(1, 0, 0)).toBeNull()
  })
})
