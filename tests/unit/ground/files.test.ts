import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource } from '../../../server/ground/openSource.ts'
import { picture, writeFolder, writeMbtiles, writePmtiles } from '../../builders/ground/grounds.ts'

const [NORTH, SOUTH, DEEP] = [picture(10), picture(20), picture(30)]
const TILES = { '1/1/0': NORTH, '1/1/1': SOUTH, '3/6/3': DEEP }
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guanlan-grounds-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const open = (source: string) => openSource({ source, key: null })
const refusal = (source: string): Promise<{ message: string; isFinal: boolean }> =>
  open(source).then(
    () => Promise.reject(new Error('it was opened')),
    ({ message, isFinal }: { message: string; isFinal: boolean }) => ({ message, isFinal }),
  )

describe('a ground in files', () => {
  it('is read alike out of PMTiles, MBTiles and a folder: rows from the north, nothing where there is none', async () => {
    const metadata = {
      name: 'x',
      format: 'png',
      bounds: '104,20,113,27',
      attribution: '<a href="x">自然资源厅</a>',
    }
    const made = [
      writePmtiles(at('a.pmtiles'), TILES, { metadata }),
      writeMbtiles(at('a.mbtiles'), TILES, metadata),
      writeFolder(at('xyz'), TILES),
    ]
    const facts = []
    for (const path of made) {
      const source = await open(path)
      facts.push(source.facts)
      expect([path, source.facts.minZoom, source.facts.maxZoom, source.facts.tiling]).toEqual([
        path,
        1,
        3,
        'mercator',
      ])
      for (const [z, x, y, wanted] of [
        [1, 1, 0, NORTH],
        [1, 1, 1, SOUTH],
        [3, 6, 3, DEEP],
      ] as const)
        expect(Buffer.from((await source.tile(z, x, y))!).equals(wanted), `${path} ${z}/${x}/${y}`).toBe(true)
      expect(await source.tile(1, 0, 0)).toBeNull()
      source.close()
    }
    expect(facts.map(({ bounds, attribution }) => [bounds, attribution])).toEqual([
      [[104, 20, 113, 27], '自然资源厅'],
      [[104, 20, 113, 27], '自然资源厅'],
      [null, null],
    ])
    expect(new Set(facts.map(({ version }) => version)).size).toBe(3)
  })

  it('of vector tiles or terrain is refused by that name, for good', async () => {
    const pbf = { '1/1/0': Uint8Array.of(0x1a, 2, 0, 0) }
    const refused = [
      [writePmtiles(at('v.pmtiles'), pbf, { tileType: 1 }), /矢量.*尚不绘制.* vector tiles/],
      [writeMbtiles(at('v.mbtiles'), pbf, { format: 'pbf' }), /矢量.*尚不绘制/],
      [writeFolder(at('v'), pbf, 'pbf'), /矢量.*尚不绘制/],
      [writePmtiles(at('t.pmtiles'), TILES, { metadata: { encoding: 'terrarium' } }), /地形尚不绘制/],
      [writeFolder(at('t'), TILES, 'terrain'), /地形尚不绘制.*terrain is not drawn/],
    ] as const
    for (const [path, words] of refused)
      expect([path, await refusal(path)]).toEqual([
        path,
        { message: expect.stringMatching(words), isFinal: true },
      ])
  })
})

describe('a ground in files that is wrong', () => {
  it('because it is not there, empty, of another kind or damaged says the variable or the file, what was found and what was expected', async () => {
    writeFileSync(at('a.tif'), 'II*')
    writeFileSync(at('not.pmtiles'), 'hello')
    writeFileSync(at('not.mbtiles'), 'hello, this is no database of tiles')
    writeFolder(at('gif'), { '1/1/1': NORTH }, 'gif')
    const words = async (name: string): Promise<string> => (await refusal(at(name))).message
    expect(await words('nowhere.pmtiles')).toMatch(
      /^GUANLAN_GROUND 指向的 .*nowhere\.pmtiles 不存在,应为 .*\.mbtiles/,
    )
    expect(await words('a.tif')).toMatch(
      /GUANLAN_GROUND 是 \.tif 文件,应为 .* \/ GUANLAN_GROUND is a \.tif file; expected/,
    )
    expect(await words('not.pmtiles')).toMatch(/not\.pmtiles 读不出/)
    expect(await words('not.mbtiles')).toMatch(/not\.mbtiles 读不出/)
    expect(await words('gif')).toMatch(/\.gif.*应为 z\/x\/y\.png/)
    writeFolder(at('empty'), {})
    expect(await words('empty')).toMatch(/empty 不存在/)
    expect((await refusal(at('nowhere'))).isFinal).toBe(false)
  })

  it('because its directory points at more than a file can hold is told, and not taken into memory', async () => {
    const source = await open(writePmtiles(at('lie.pmtiles'), TILES, { lie: 3 * 2 ** 30 }))
    await expect(source.tile(1, 1, 1)).rejects.toThrow(/PMTiles 文件已损坏.* damaged/)
    source.close()
  })

  it('because it was closed answers no more', async () => {
    const source = await open(writeMbtiles(at('closed.mbtiles'), TILES, {}))
    source.close()
    await expect(source.tile(1, 1, 0)).rejects.toThrow('closed')
  })

  it('because its folder was taken away as a whole fails, and is no folder of gaps', async () => {
    const source = await open(writeFolder(at('drive'), TILES))
    rmSync(at('drive'), { recursive: true })
    await expect(source.tile(1, 1, 0)).rejects.toThrow(/ENOENT/)
  })
})
