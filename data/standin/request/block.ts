import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'

/** One county's records of one collection, ready to be cut into pages: serialised once, never parsed again. */
export interface Block {
  readonly count: number
  readonly updatedAt: Float64Array
  /** End of each record's JSON in `body`; the next begins one byte (a comma) later. */
  readonly ends: Uint32Array
  readonly body: Buffer
  /** Made on first use: edits look records up by key. */
  keys(): ReadonlyMap<string, number>
}

export interface BlockRow {
  readonly key: string
  readonly updatedAt: number
  readonly json: string
}

const HEAD = 12
const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Layout: count, body bytes, key bytes (u32 each), padding to 8, updatedAt f64[], ends u32[], body, keys joined by newlines. */
const encodeBlock = (rows: readonly BlockRow[]): Buffer => {
  const body = Buffer.from(rows.map((row) => row.json).join(','))
  const keys = Buffer.from(rows.map((row) => row.key).join('\n'))
  const times = new Float64Array(rows.map((row) => row.updatedAt))
  const ends = new Uint32Array(rows.length)
  rows.reduce((start, row, index) => {
    ends[index] = start + Buffer.byteLength(row.json)
    return ends[index] + 1
  }, 0)
  const head = Buffer.alloc(HEAD + 4)
  head.writeUInt32LE(rows.length, 0)
  head.writeUInt32LE(body.length, 4)
  head.writeUInt32LE(keys.length, 8)
  return Buffer.concat([head, Buffer.from(times.buffer), Buffer.from(ends.buffer), body, keys])
}

/** Throws when the bytes are no block. */
const decodeBlock = (bytes: Buffer): Block => {
  const count = bytes.readUInt32LE(0)
  const bodyBytes = bytes.readUInt32LE(4)
  const keyBytes = bytes.readUInt32LE(8)
  const bodyAt = HEAD + 4 + count * 12
  if (bytes.length !== bodyAt + bodyBytes + keyBytes) throw new Error(`block of ${bytes.length} bytes, expected ${bodyAt + bodyBytes + keyBytes}`)
  const own = new Uint8Array(bytes.subarray(HEAD + 4, bodyAt)).buffer
  let keys: Map<string, number> | null = null
  return {
    count,
    updatedAt: new Float64Array(own, 0, count),
    ends: new Uint32Array(own, count * 8, count),
    body: bytes.subarray(bodyAt, bodyAt + bodyBytes),
    keys: () => (keys ??= count === 0 ? new Map() : new Map(bytes.toString('utf8', bodyAt + bodyBytes).split('\n').map((key, index) => [key, index]))),
  }
}

export const blockFrom = (rows: readonly BlockRow[]): Block => decodeBlock(encodeBlock(rows))

/** The records `from` (inclusive) to `to` (exclusive), comma-separated JSON. */
export const sliceBlock = (block: Block, from: number, to: number): Buffer =>
  to <= from ? Buffer.alloc(0) : block.body.subarray(from === 0 ? 0 : block.ends[from - 1]! + 1, block.ends[to - 1]!)

export const packBlock = (rows: readonly BlockRow[]): Promise<Buffer> => compress(encodeBlock(rows), OPTIONS)
export const unpackBlock = async (packed: Buffer): Promise<Block> => decodeBlock(await decompress(packed))
