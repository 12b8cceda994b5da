import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { zxyToTileId } from 'pmtiles'
import { PNG } from 'pngjs'

/** A picture of one colour. */
export const picture = (red: number, green = 80, blue = 40): Uint8Array => {
  const png = new PNG({ width: 256, height: 256 })
  for (let i = 0; i < png.data.length; i += 4) png.data.set([red, green, blue, 255], i)
  return new Uint8Array(PNG.sync.write(png))
}

/** Tiles by `z/x/y`, rows from the north. */
export type Tiles = Readonly<Record<string, Uint8Array>>
const numbersOf = (key: string): readonly [number, number, number] =>
  key.split('/').map(Number) as unknown as readonly [number, number, number]

export const writeFolder = (folder: string, tiles: Tiles, ending = 'png'): string => {
  for (const [key, bytes] of Object.entries(tiles)) {
    const file = join(folder, `${key}.${ending}`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
  return folder
}

/** Of the MBTiles specification 1.3: rows count from the south. */
export const writeMbtiles = (
  path: string,
  tiles: Tiles,
  metadata: Readonly<Record<string, string>>,
): string => {
  const database = new DatabaseSync(path)
  database.exec(
    'create table metadata (name text, value text); create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)',
  )
  for (const one of Object.entries(metadata))
    database.prepare('insert into metadata values (?, ?)').run(...one)
  for (const [key, bytes] of Object.entries(tiles)) {
    const [z, x, y] = numbersOf(key)
    database.prepare('insert into tiles values (?, ?, ?, ?)').run(z, x, 2 ** z - 1 - y, bytes)
  }
  database.close()
  return path
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]

export interface PmtilesMade {
  /** 1 vector, 2 PNG. */
  readonly tileType?: number
  readonly metadata?: object
  /** Of the length of the first tile, so that its directory lies. */
  readonly lie?: number
}

const HEADER = 127
/** Of the PMTiles specification 3: header, root directory, metadata, tiles; nothing packed. */
export const writePmtiles = (
  path: string,
  tiles: Tiles,
  { tileType = 2, metadata = {}, lie }: PmtilesMade = {},
): string => {
  const entries = Object.entries(tiles)
    .map(([key, bytes]) => ({ id: zxyToTileId(...numbersOf(key)), bytes, zoom: numbersOf(key)[0] }))
    .toSorted((a, b) => a.id - b.id)
  const directory = Uint8Array.from([
    ...varint(entries.length),
    ...entries.flatMap(({ id }, i) => varint(id - (entries[i - 1]?.id ?? 0))),
    ...entries.flatMap(() => varint(1)),
    ...entries.flatMap(({ bytes }, i) => varint((i === 0 && lie) || bytes.byteLength)),
    ...entries.flatMap((_, i) => varint(i === 0 ? 1 : 0)),
  ])
  const told = new TextEncoder().encode(JSON.stringify(metadata))
  const header = Buffer.alloc(HEADER)
  header.write('PMTiles')
  header[7] = 3
  const data = HEADER + directory.byteLength + told.byteLength
  const longs = [HEADER, directory.byteLength, HEADER + directory.byteLength, told.byteLength, data, 0, data]
  longs.forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + i * 8))
  header.writeBigUInt64LE(BigInt(entries.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)), 64)
  header.set([1, 1, 1, tileType], 96)
  header.set(
    [Math.min(...entries.map(({ zoom }) => zoom)), Math.max(...entries.map(({ zoom }) => zoom))],
    100,
  )
  ;[104, 20, 113, 27].forEach((degrees, i) => header.writeInt32LE(degrees * 1e7, 102 + i * 4))
  writeFileSync(path, Buffer.concat([header, directory, told, ...entries.map(({ bytes }) => bytes)]))
  return path
}
