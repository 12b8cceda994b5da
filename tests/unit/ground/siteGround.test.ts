import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { makeSiteGround } from '../../../server/ground/ground.ts'
import { picture, writeFolder, writePmtiles } from '../../builders/ground/grounds.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'guanlan-ground-'))
  ends.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}
const made = async (source: string | null, note: string | null = null) => {
  const clock = { now: 1_000_000 }
  const warned: string[] = []
  const ground = makeSiteGround({
    setting: source === null ? null : { source, key: 'k', note },
    approval: '桂S(2026)1号',
    now: () => clock.now,
    warn: (message) => warned.push(message),
  })
  ends.push(ground.close)
  await ground.tend()
  return { ground, clock, warned }
}
/** A map service that can be told to fail. */
const service = async () => {
  const state = { isUp: true, asked: 0, body: picture(9) as Uint8Array | string, most: 0, under: 0 }
  const server: Server = createServer((_, response) => {
    state.asked++
    state.most = Math.max(state.most, ++state.under)
    setTimeout(() => {
      state.under--
      response.writeHead(state.isUp ? 200 : 500).end(state.body)
    }, 5)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  ends.push(() => {
    server.closeAllConnections()
    return new Promise((done) => server.close(done))
  })
  return { state, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/img_w/wmts` }
}
const fails = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'answered',
    ({ code, message }: Error & { code: string }) => `${code} ${message}`,
  )

describe('the site’s own ground', () => {
  it('is none where none is set: no sentence, no risk', async () => {
    const { ground } = await made(null)
    expect([ground.told().state, ground.told().sentence, ground.risks()]).toEqual(['none', null, []])
    expect(await fails(ground.tile(1, 0, 0))).toMatch(/^not-found/)
  })

  it('that is ready tells zooms, bounds and 审图号, and whose it is: what the site says before what the file says', async () => {
    const path = join(folder(), 'a.pmtiles')
    writePmtiles(path, { '2/3/1': picture(1) }, { metadata: { attribution: '文件' } })
    expect((await made(path)).ground.told()).toMatchObject({
      kind: 'pmtiles',
      state: 'ready',
      sentence: null,
      minZoom: 2,
      maxZoom: 2,
      attribution: '文件',
      approval: '桂S(2026)1号',
    })
    const { ground } = await made(path, '自治区自然资源厅')
    expect(ground.told().attribution).toBe('自治区自然资源厅')
    expect(await ground.tile(3, 0, 0)).toBeNull()
    expect(await ground.tile(2, 4, 0)).toBeNull()
  })

  it('that cannot be opened is a sentence and a risk, is looked for again, and is told in the log once', async () => {
    const path = join(folder(), 'late')
    const { ground, warned } = await made(path)
    await ground.tend()
    const { state, sentence } = ground.told()
    expect([state, sentence]).toEqual([
      'refused',
      expect.stringMatching(/不存在.*画面用自带底图 \/ .*own ground is drawn/),
    ])
    expect([ground.risks(), warned.length]).toEqual([[sentence], 1])
    writeFolder(path, { '1/0/0': picture(3) })
    await ground.tend()
    expect([ground.told().state, ground.risks()]).toEqual(['ready', []])
  })
})

describe('the ground of a service', () => {
  it('asks it once for a tile, however many ask at once or later, and a few at a time', async () => {
    const { state, address } = await service()
    const { ground } = await made(address)
    await Promise.all([ground.tile(5, 1, 1), ground.tile(5, 1, 1)])
    await ground.tile(5, 1, 1)
    expect(state.asked).toBe(1)
    await Promise.all(Array.from({ length: 30 }, (_, x) => ground.tile(5, x, 2)))
    expect([state.asked, state.most]).toEqual([31, 8])
  })

  it('that is dead costs nothing after five failures, says so, and comes back by itself', async () => {
    const { state, address } = await service()
    const { ground, clock } = await made(address)
    state.isUp = false
    for (let x = 0; x < 5; x++) expect(await fails(ground.tile(5, x, 0))).toMatch(/^unavailable .*答复 500/)
    expect([ground.told().state, ground.risks()]).toEqual([
      'away',
      [expect.stringMatching(/127.*答复 500.*自带底图/)],
    ])
    for (let x = 0; x < 50; x++) await fails(ground.tile(5, x % 32, 1))
    expect(state.asked).toBe(5)
    clock.now += 31_000
    await ground.tend()
    expect([state.asked, ground.told().state]).toEqual([6, 'away'])
    state.isUp = true
    clock.now += 31_000
    await ground.tend()
    expect([ground.told().state, ground.risks()]).toEqual(['ready', []])
    expect(await ground.tile(5, 0, 0)).not.toBeNull()
  })

  it('hands on pictures alone: a page of an error, or a vector tile, is a fault in words', async () => {
    const { state, address } = await service()
    const { ground } = await made(address)
    state.body = '<ServiceException>key</ServiceException>'
    expect(await fails(ground.tile(1, 0, 0))).toMatch(/unavailable 送来的瓦片不是 PNG/)
    state.body = Uint8Array.of(0x1a, 1, 0)
    expect(await fails(ground.tile(1, 0, 1))).toMatch(/unavailable 矢量瓦片/)
  })
})
