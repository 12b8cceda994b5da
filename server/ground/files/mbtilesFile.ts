import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { NOT_DRAWN } from '../picture.ts'
import {
  GroundFault,
  MOST_TILE_BYTES,
  plainText,
  soundBounds,
  versionOf,
  type GroundSource,
} from '../source.ts'

type Row = Record<string, unknown> | undefined

const metadataOf = (database: DatabaseSync): Map<string, string> =>
  new Map(
    (database.prepare('select name, value from metadata').all() as { name: unknown; value: unknown }[]).map(
      ({ name, value }) => [String(name), String(value)],
    ),
  )

const zoomsOf = (database: DatabaseSync, metadata: Map<string, string>): readonly [number, number] => {
  const told = ['minzoom', 'maxzoom'].map((name) => Number(metadata.get(name) ?? NaN))
  if (told.every(Number.isInteger)) return told as [number, number]
  const row = database
    .prepare('select min(zoom_level) as least, max(zoom_level) as most from tiles')
    .get() as Row
  if (row?.['most'] === null || row === undefined)
    throw new GroundFault(['MBTiles 文件里没有瓦片', 'the MBTiles file holds no tile'], true)
  return [Number(row['least']), Number(row['most'])]
}

const refuse = (metadata: Map<string, string>): void => {
  const format = metadata.get('format') ?? 'png'
  if (format === 'pbf' || format === 'mvt') throw new GroundFault(NOT_DRAWN.vector, true)
  if (format === 'terrain' || ['terrarium', 'mapbox'].includes(metadata.get('encoding') ?? ''))
    throw new GroundFault(NOT_DRAWN.terrain, true)
}

/** In a thread: one MBTiles file, read only, its tiles pictures; rows count from the south, as its specification has it. Throws GroundFault. */
export const openMbtilesFile = (path: string): GroundSource => {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const metadata = metadataOf(database)
    refuse(metadata)
    const [minZoom, maxZoom] = zoomsOf(database, metadata)
    const { size, mtimeMs } = statSync(path)
    const one = database.prepare(
      'select tile_data as data, length(tile_data) as size from tiles where zoom_level = ? and tile_column = ? and tile_row = ? and length(tile_data) <= ? limit 1',
    )
    return {
      facts: {
        kind: 'mbtiles',
        minZoom,
        maxZoom,
        bounds: soundBounds((metadata.get('bounds') ?? '').split(',').map(Number)),
        tiling: 'mercator',
        attribution: plainText(metadata.get('attribution')),
        version: versionOf(path, size, mtimeMs),
      },
      tile: async (z, x, y) => {
        const row = one.get(z, x, 2 ** z - 1 - y, MOST_TILE_BYTES) as Row
        return row?.['data'] instanceof Uint8Array ? row['data'] : null
      },
      close: () => database.close(),
    }
  } catch (cause) {
    database.close()
    throw cause
  }
}
