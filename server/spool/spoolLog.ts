import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs'

/** What SQLite passes over in a log without a word: it stops at the first frame that does not fit, whatever stands behind it. */
export interface LogDamage {
  /** Frames that cannot be read, up to the last that was committed; a damaged header counts as one. */
  readonly unreadable: number
  /** Whole frames behind the first of them. */
  readonly behind: number
}

interface LogFrame {
  readonly page: number
  readonly data: Buffer
  readonly isSound: boolean
  readonly endsCommit: boolean
}

/** A pair of 32-bit sums, as a log's header and each of its frames hold it. */
type Sum = readonly [number, number]

const HEADER = 32
const FRAME_HEADER = 24
const MAGIC_LITTLE = 0x377f0682
const MAGIC_BIG = 0x377f0683
const USUAL_PAGE = 8192
/** In a database's header: it is read without a log beside it. */
const NO_LOG = Buffer.from([1, 1])

/** SQLite's sum over 32-bit words, going on from an earlier one (sqlite.org/fileformat2.html, 4.2). */
const sumOn = ([first, second]: Sum, bytes: Buffer, isBig: boolean): Sum => {
  const word = (at: number): number => (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + word(at) + second) >>> 0
    second = (second + word(at + 4) + first) >>> 0
  }
  return [first, second]
}

const sumAt = (bytes: Buffer, at: number): Sum => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
const isSame = (a: Sum, b: Sum): boolean => a[0] === b[0] && a[1] === b[1]

const readAt = (fd: number, at: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(fd, bytes, 0, length, at))
}

/** Of the database's own first page, for a log whose header is damaged. */
const pageSizeOf = (file: string): number => {
  const fd = openSync(file, 'r')
  try {
    const head = readAt(fd, 16, 2)
    const told = head.length === 2 ? head.readUInt16BE(0) : 0
    return told === 1 ? 65_536 : told >= 512 && (told & (told - 1)) === 0 ? told : USUAL_PAGE
  } finally {
    closeSync(fd)
  }
}

const readHeader = (fd: number): { bytes: Buffer; isBig: boolean; isWhole: boolean } => {
  const bytes = readAt(fd, 0, HEADER)
  const magic = bytes.readUInt32BE(0)
  const isBig = magic === MAGIC_BIG
  const isKnown = isBig || magic === MAGIC_LITTLE
  return {
    bytes,
    isBig,
    isWhole: isKnown && isSame(sumOn([0, 0], bytes.subarray(0, 24), isBig), sumAt(bytes, 24)),
  }
}

/** Each frame by itself: its sum goes on from the one that its predecessor holds, so that one damaged frame does not hide those behind it. */
const framesOf = function* (file: string, fd: number): Generator<LogFrame> {
  const { bytes: header, isBig, isWhole } = readHeader(fd)
  const size = isWhole ? header.readUInt32BE(8) : pageSizeOf(file)
  const step = FRAME_HEADER + size
  const count = Math.floor((fstatSync(fd).size - HEADER) / step)
  /** Frames of an earlier round of the log, behind its present end, carry other ones. */
  const salts = isWhole ? sumAt(header, 16) : count > 0 ? sumAt(readAt(fd, HEADER, FRAME_HEADER), 8) : null
  let before = sumAt(header, 24)
  for (let i = 0; i < count; i++) {
    const bytes = readAt(fd, HEADER + i * step, step)
    const sum = sumOn(sumOn(before, bytes.subarray(0, 8), isBig), bytes.subarray(FRAME_HEADER), isBig)
    before = sumAt(bytes, 16)
    const isSound = salts !== null && isSame(sumAt(bytes, 8), salts) && isSame(sum, before)
    yield {
      page: bytes.readUInt32BE(0),
      data: bytes.subarray(FRAME_HEADER),
      isSound,
      endsCommit: isSound && bytes.readUInt32BE(4) > 0,
    }
  }
}

const withLog = <T>(file: string, none: T, work: (fd: number) => T): T => {
  const log = `${file}-wal`
  if (!existsSync(log) || statSync(log).size < HEADER + FRAME_HEADER) return none
  const fd = openSync(log, 'r')
  try {
    return work(fd)
  } finally {
    closeSync(fd)
  }
}

/** Null where SQLite reads all that was committed: a torn end and the frames of an earlier round are no damage. */
export const findLogDamage = (file: string): LogDamage | null =>
  withLog(file, null, (fd) => {
    let unreadable = readHeader(fd).isWhole ? 0 : 1
    let behind = 0
    let damage: LogDamage | null = null
    for (const { isSound, endsCommit } of framesOf(file, fd)) {
      if (!isSound) unreadable++
      else if (unreadable > 0) behind++
      // What stands behind the last of these was never acknowledged.
      if (endsCommit && unreadable > 0) damage = { unreadable, behind }
    }
    return damage
  })

/** Copies the database and writes into the copy each committed frame of its log that is whole, also those that SQLite would not reach. Throws where the disk refuses. */
export const copyWithLog = (file: string, copy: string): void => {
  copyFileSync(file, copy)
  const into = openSync(copy, 'r+')
  try {
    withLog(file, undefined, (fd) => {
      let open: LogFrame[] = []
      for (const frame of framesOf(file, fd)) {
        if (frame.isSound && frame.page > 0) open.push(frame)
        if (!frame.endsCommit) continue
        for (const { page, data } of open) writeSync(into, data, 0, data.length, (page - 1) * data.length)
        open = []
      }
    })
    writeSync(into, NO_LOG, 0, NO_LOG.length, 18)
  } finally {
    closeSync(into)
  }
}
