import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { constants, createZstdCompress, zstdCompressSync, zstdDecompress } from 'node:zlib'

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
/** Bytes of a piece. */
const PIECE = 1 << 20
const decompress = promisify(zstdDecompress)
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Where a block begins: most blocks are small, and a piece of its own for each would be collected more often than it is filled. */
const firsts = { body: Buffer.allocUnsafe(PIECE), keys: Buffer.allocUnsafe(PIECE / 16) }

/** Bytes written one after another, in pieces: a county's rooms are never one string. The first piece is another block's next. */
const makePieces = (first: Buffer) => {
  const full: Buffer[] = []
  const bytes = first.length
  let piece = first
  let at = 0
  let before = 0
  const written = (): Buffer => (piece === first ? Buffer.from(piece.subarray(0, at)) : piece.subarray(0, at))
  return {
    /** Answers where the text ends. */
    add: (text: string): number => {
      /* No character of a string takes more than three bytes. */
      if (text.length * 3 > piece.length - at) {
        full.push(written())
        before += at
        piece = Buffer.allocUnsafe(Math.max(bytes, text.length * 3))
        at = 0
      }
      at += piece.write(text, at)
      return before + at
    },
    all: (): Buffer[] => [...full, written()],
  }
}

/** Layout: count, body bytes, key bytes (u32 each), padding to 8, updatedAt f64[], ends u32[], body, keys joined by newlines. */
const encodeBlock = (
  rows: Iterable<BlockRow>,
): { readonly count: number; readonly newest: number; readonly pieces: readonly Buffer[] } => {
  const [body, keys] = [makePieces(firsts.body), makePieces(firsts.keys)]
  const [times, ends]: [number[], number[]] = [[], []]
  let [bodyBytes, keyBytes, newest] = [0, 0, 0]
  for (const { key, json, updatedAt } of rows) {
    bodyBytes = body.add(times.length === 0 ? json : `,${json}`)
    keyBytes = keys.add(times.length === 0 ? key : `\n${key}`)
    times.push(updatedAt)
    ends.push(bodyBytes)
    newest = Math.max(newest, updatedAt)
  }
  const head = Buffer.alloc(HEAD + 4)
  head.writeUInt32LE(times.length, 0)
  head.writeUInt32LE(bodyBytes, 4)
  head.writeUInt32LE(keyBytes, 8)
  return {
    count: times.length,
    newest,
    pieces: [
      head,
      Buffer.from(Float64Array.from(times).buffer),
      Buffer.from(Uint32Array.from(ends).buffer),
      ...body.all(),
      ...keys.all(),
    ],
  }
}

/** Throws when the bytes are no block. */
const decodeBlock = (bytes: Buffer): Block => {
  const count = bytes.readUInt32LE(0)
  const bodyBytes = bytes.readUInt32LE(4)
  const keyBytes = bytes.readUInt32LE(8)
  const bodyAt = HEAD + 4 + count * 12
  if (bytes.length !== bodyAt + bodyBytes + keyBytes)
    throw new Error(`block of ${bytes.length} bytes, expected ${bodyAt + bodyBytes + keyBytes}`)
  const own = new Uint8Array(bytes.subarray(HEAD + 4, bodyAt)).buffer
  let keys: Map<string, number> | null = null
  return {
    count,
    updatedAt: new Float64Array(own, 0, count),
    ends: new Uint32Array(own, count * 8, count),
    body: bytes.subarray(bodyAt, bodyAt + bodyBytes),
    keys: () =>
      (keys ??=
        count === 0
          ? new Map()
          : new Map(
              bytes
                .toString('utf8', bodyAt + bodyBytes)
                .split('\n')
                .map((key, index) => [key, index]),
            )),
  }
}

export const blockFrom = (rows: Iterable<BlockRow>): Block =>
  decodeBlock(Buffer.concat(encodeBlock(rows).pieces))

/** The records `from` (inclusive) to `to` (exclusive), comma-separated JSON. */
export const sliceBlock = (block: Block, from: number, to: number): Buffer =>
  to <= from
    ? Buffer.alloc(0)
    : block.body.subarray(from === 0 ? 0 : block.ends[from - 1]! + 1, block.ends[to - 1]!)

/** Writes the rows compressed to a file; answers how many they are and when the newest of them changed. */
export const writeBlock = async (
  path: string,
  rows: Iterable<BlockRow>,
): Promise<{ readonly count: number; readonly newest: number }> => {
  const { count, newest, pieces } = encodeBlock(rows)
  if (pieces.reduce((bytes, piece) => bytes + piece.length, 0) < PIECE)
    await writeFile(path, zstdCompressSync(Buffer.concat(pieces), OPTIONS))
  else await pipeline(Readable.from(pieces), createZstdCompress(OPTIONS), createWriteStream(path))
  return { count, newest }
}
export const unpackBlock = async (packed: Buffer): Promise<Block> => decodeBlock(await decompress(packed))
