import { open, type FileHandle } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { Compression, PMTiles, TileType, type RangeResponse, type Source } from 'pmtiles'
import { NOT_DRAWN } from '../picture.ts'
import { GroundFault, plainText, soundBounds, versionOf, type GroundSource } from '../source.ts'

/** A directory or a tile of more is a damaged file; nothing of that size is taken into memory. */
const MOST_OCTETS = 16 * 2 ** 20

class Ranges implements Source {
  readonly #file: FileHandle
  readonly #path: string

  constructor(file: FileHandle, path: string) {
    this.#file = file
    this.#path = path
  }

  getKey(): string {
    return this.#path
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    if (!(length >= 0 && length <= MOST_OCTETS && offset >= 0))
      throw new GroundFault([
        `PMTiles 文件已损坏:目录指向 ${length} 字节`,
        `the PMTiles file is damaged: a directory points at ${length} bytes`,
      ])
    const buffer = new Uint8Array(length)
    const { bytesRead } = await this.#file.read(buffer, 0, length, offset)
    return { data: buffer.buffer.slice(0, bytesRead) }
  }
}

const unpack = async (packed: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> => {
  if (compression === Compression.None || compression === Compression.Unknown) return packed
  if (compression !== Compression.Gzip)
    throw new GroundFault(
      [
        'PMTiles 的压缩方式不支持,应为 gzip 或不压缩',
        'the PMTiles file is packed in a way that is not read; expected gzip or none',
      ],
      true,
    )
  const { buffer, byteOffset, byteLength } = gunzipSync(packed, { maxOutputLength: MOST_OCTETS })
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
}

const PICTURES: readonly TileType[] = [TileType.Png, TileType.Jpeg, TileType.Webp, TileType.Unknown]

/** One PMTiles file (version 3), its tiles pictures. Throws GroundFault. */
export const openPmtiles = async (path: string): Promise<GroundSource> => {
  const file = await open(path, 'r')
  try {
    const archive = new PMTiles(new Ranges(file, path), undefined, unpack)
    const [header, stat] = [await archive.getHeader(), await file.stat()]
    if (header.tileType === TileType.Mvt || header.tileType === TileType.Mlt)
      throw new GroundFault(NOT_DRAWN.vector, true)
    if (!PICTURES.includes(header.tileType))
      throw new GroundFault(
        ['PMTiles 的瓦片应为 PNG、JPEG 或 WebP', 'the tiles of the PMTiles file should be PNG, JPEG or WebP'],
        true,
      )
    const metadata = ((await archive.getMetadata().catch(() => null)) ?? {}) as Record<string, unknown>
    if (metadata['encoding'] === 'terrarium' || metadata['encoding'] === 'mapbox')
      throw new GroundFault(NOT_DRAWN.terrain, true)
    return {
      facts: {
        kind: 'pmtiles',
        minZoom: header.minZoom,
        maxZoom: header.maxZoom,
        bounds: soundBounds([header.minLon, header.minLat, header.maxLon, header.maxLat]),
        tiling: 'mercator',
        attribution: plainText(metadata['attribution']),
        version: versionOf(path, stat.size, stat.mtimeMs),
      },
      tile: async (z, x, y) => {
        const found = await archive.getZxy(z, x, y)
        return found ? new Uint8Array(found.data) : null
      },
      close: () => void file.close().catch(() => undefined),
    }
  } catch (cause) {
    await file.close().catch(() => undefined)
    throw cause
  }
}
