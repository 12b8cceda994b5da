/** Bits from the highest down, in one growing buffer. */
export interface BitWriter {
  bytes: Uint8Array
  /** Bits written. */
  at: number
}

export const makeBitWriter = (bytes = 4096): BitWriter => ({ bytes: new Uint8Array(bytes), at: 0 })

export const putBits = (w: BitWriter, value: number, count: number): void => {
  if ((w.at + count + 7) >>> 3 >= w.bytes.length) {
    const larger = new Uint8Array(w.bytes.length * 2)
    larger.set(w.bytes)
    w.bytes = larger
  }
  for (let left = count; left > 0;) {
    const room = 8 - (w.at & 7)
    const take = Math.min(room, left)
    const part = (value >>> (left - take)) & ((1 << take) - 1)
    w.bytes[w.at >>> 3] = (w.bytes[w.at >>> 3] as number) | (part << (room - take))
    w.at += take
    left -= take
  }
}

/** To the next whole byte. */
export const align = (w: BitWriter): void => {
  w.at = (w.at + 7) & ~7
}

export interface BitReader {
  readonly bytes: Uint8Array
  at: number
}

/** The next 32 bits, zeros after the end. */
const peek = (r: BitReader): number => {
  const i = r.at >>> 3
  const s = r.at & 7
  const b = r.bytes
  const word =
    ((b[i] as number) << 24) |
    ((b[i + 1] as number) << 16) |
    ((b[i + 2] as number) << 8) |
    (b[i + 3] as number)
  return s === 0 ? word : (word << s) | ((b[i + 4] as number) >>> (8 - s))
}

/** 1 to 32 bits, unsigned. */
export const getBits = (r: BitReader, count: number): number => {
  const value = peek(r) >>> (32 - count)
  r.at += count
  return value
}

/** Elias gamma of a whole number from 0 to 2^32 − 2. */
export const putGamma = (w: BitWriter, value: number): void => {
  const width = 32 - Math.clz32((value + 1) >>> 0)
  putBits(w, 0, width - 1)
  putBits(w, (value + 1) >>> 0, width)
}

export const getGamma = (r: BitReader): number => {
  const zeros = Math.clz32(peek(r))
  r.at += zeros
  return getBits(r, zeros + 1) - 1
}

/** Small magnitudes of either sign as small whole numbers, modulo 2^32. */
export const zigzag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0
export const unzigzag = (code: number): number => (code >>> 1) ^ -(code & 1)

/** Adaptive Rice code: sum and number of what a column held lately, two numbers a column, as JPEG-LS (ISO/IEC 14495-1) adapts it. */
export type RiceState = Int32Array
const ESCAPE = 18
const CAP = 1 << 22
const HALVE_AT = 24

/** `first`: the mean to begin with, by column. */
export const resetRice = (state: RiceState, first: ArrayLike<number>): void => {
  for (let column = 0; column < first.length; column++) {
    state[2 * column] = (first[column] as number) * 2
    state[2 * column + 1] = 2
  }
}

/** A damaged head may begin with a mean that no count reaches in 31 bits. */
const widthOf = (state: RiceState, column: number): number => {
  const sum = state[2 * column] as number
  const count = state[2 * column + 1] as number
  let k = 0
  while (k < 31 && count << k < sum) k++
  return k
}

const learn = (state: RiceState, column: number, code: number): void => {
  let sum = (state[2 * column] as number) + (code < CAP ? code : CAP)
  let count = (state[2 * column + 1] as number) + 1
  if (count === HALVE_AT) {
    sum >>= 1
    count >>= 1
  }
  state[2 * column] = sum
  state[2 * column + 1] = count
}

/** Whole numbers from 0 up. */
export const putRice = (w: BitWriter, state: RiceState, column: number, code: number): void => {
  const k = widthOf(state, column)
  const quotient = Math.floor(code / 2 ** k)
  if (quotient < ESCAPE) {
    putBits(w, (1 << (quotient + 1)) - 2, quotient + 1)
    if (k > 0) putBits(w, code & ((1 << k) - 1), k)
  } else {
    putBits(w, (1 << ESCAPE) - 1, ESCAPE)
    putBits(w, code, 32)
  }
  learn(state, column, code)
}

export const getRice = (r: BitReader, state: RiceState, column: number): number => {
  const k = widthOf(state, column)
  const quotient = Math.clz32(~peek(r))
  let code: number
  if (quotient < ESCAPE) {
    r.at += quotient + 1
    code = quotient << k
    if (k > 0) code |= getBits(r, k)
  } else {
    r.at += ESCAPE
    code = getBits(r, 32)
  }
  learn(state, column, code >>> 0)
  return code >>> 0
}

/** Which of up to 64 symbols, by how often it came: the commonest take one bit. Order, ranks and counts in one array. */
export type RankState = Uint8Array
export const SYMBOLS = 64
/** Symbols that the head of a chunk names, commonest first. */
export const NAMED = 8

/** The ranking to begin with: the named first, the others in their order. */
export const makeRanking = (commonest: readonly number[]): RankState => {
  const state = new Uint8Array(SYMBOLS * 3)
  let rank = 0
  const place = (symbol: number, count: number): void => {
    state[rank] = symbol
    state[SYMBOLS + symbol] = rank++
    state[2 * SYMBOLS + symbol] = count
  }
  for (const symbol of commonest) place(symbol, NAMED - rank)
  for (let symbol = 0; symbol < SYMBOLS; symbol++) if (state[2 * SYMBOLS + symbol] === 0) place(symbol, 0)
  return state
}

const promote = (state: RankState, symbol: number): void => {
  const count = Math.min(255, (state[2 * SYMBOLS + symbol] as number) + 1)
  state[2 * SYMBOLS + symbol] = count
  let rank = state[SYMBOLS + symbol] as number
  for (; rank > 0; rank--) {
    const above = state[rank - 1] as number
    if ((state[2 * SYMBOLS + above] as number) >= count) break
    state[rank] = above
    state[SYMBOLS + above] = rank
  }
  state[rank] = symbol
  state[SYMBOLS + symbol] = rank
}

export const putRanked = (w: BitWriter, state: RankState, symbol: number): void => {
  putGamma(w, state[SYMBOLS + symbol] as number)
  promote(state, symbol)
}

export const getRanked = (r: BitReader, state: RankState): number => {
  const symbol = state[getGamma(r) & (SYMBOLS - 1)] as number
  promote(state, symbol)
  return symbol
}
