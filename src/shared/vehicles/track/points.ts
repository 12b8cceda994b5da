import type { DurationMs, EpochMs } from '../../kernel/units.ts'

/**
 * What became of a report when it was kept: 重复 (on record already), 最新, 补报 (late: older than the
 * vehicle's newest; perhaps on record in a slab that is closed).
 */
export const POINT_MARK = { repeated: 0, newest: 1, late: 2 } as const

/**
 * Reports (定位点) of many vehicles as columns over one buffer; the same index is the same report. The buffer may be
 * transferred between threads, after which the columns are empty.
 */
export interface PointColumns {
  readonly count: number
  readonly buffer: ArrayBuffer
  readonly at: Float64Array
  readonly ordinal: Int32Array
  /** Degrees × 1e7, WGS-84: 1.1 cm. */
  readonly lonE7: Int32Array
  readonly latE7: Int32Array
  /** JT/T 808 alarm bits. */
  readonly alarm: Uint32Array
  /** 0.1 km/h. */
  readonly speed: Uint16Array
  /** Whole degrees from north. */
  readonly heading: Uint16Array
  /** 1: ignition on. */
  readonly acc: Uint8Array
  /** POINT_MARK; set once the reports are kept. */
  readonly mark: Uint8Array
}

const POINT_BYTES = 30

/** Columns over a buffer that `makePoints` made. */
export const viewPoints = (buffer: ArrayBuffer): PointColumns => {
  const n = buffer.byteLength / POINT_BYTES
  if (!Number.isInteger(n))
    throw new RangeError(`expected a multiple of ${POINT_BYTES} bytes, found ${buffer.byteLength}`)
  return {
    count: n,
    buffer,
    at: new Float64Array(buffer, 0, n),
    ordinal: new Int32Array(buffer, 8 * n, n),
    lonE7: new Int32Array(buffer, 12 * n, n),
    latE7: new Int32Array(buffer, 16 * n, n),
    alarm: new Uint32Array(buffer, 20 * n, n),
    speed: new Uint16Array(buffer, 24 * n, n),
    heading: new Uint16Array(buffer, 26 * n, n),
    acc: new Uint8Array(buffer, 28 * n, n),
    mark: new Uint8Array(buffer, 29 * n, n),
  }
}

export const makePoints = (count: number): PointColumns => viewPoints(new ArrayBuffer(count * POINT_BYTES))

const COLUMNS = ['at', 'ordinal', 'lonE7', 'latE7', 'alarm', 'speed', 'heading', 'acc', 'mark'] as const

export const copyPoint = (from: PointColumns, i: number, into: PointColumns, j: number): void => {
  for (const name of COLUMNS) into[name][j] = from[name][i] as number
}

/** The first `count` reports in columns of their own. */
export const firstPoints = (from: PointColumns, count: number): PointColumns => {
  if (count === from.count) return from
  const into = makePoints(count)
  for (const name of COLUMNS) into[name].set(from[name].subarray(0, count))
  return into
}

/** Those of one vehicle's reports, in order of time, that lie within two instants, both included. */
export const pointsBetween = (from: PointColumns, first: EpochMs, last: EpochMs): PointColumns => {
  let [begin, end] = [0, from.count]
  while (begin < end && (from.at[begin] as number) < first) begin++
  while (end > begin && (from.at[end - 1] as number) > last) end--
  if (begin === 0 && end === from.count) return from
  const into = makePoints(end - begin)
  for (const name of COLUMNS) into[name].set(from[name].subarray(begin, end))
  return into
}

/**
 * At most so many of one vehicle's reports, in order of time: the first, and the last within each of equal steps of time.
 * `stepMs` 0: all of them.
 */
export const thinPoints = (
  from: PointColumns,
  most: number,
): { readonly points: PointColumns; readonly stepMs: DurationMs } => {
  if (from.count <= most) return { points: from, stepMs: 0 }
  const [begin, end] = [from.at[0] as number, from.at[from.count - 1] as number]
  const stepMs = Math.max(1, Math.ceil((end - begin + 1) / (most - 1)))
  const stepOf = (i: number): number => Math.floor(((from.at[i] as number) - begin) / stepMs)
  const kept: number[] = [0]
  for (let i = 1; i < from.count; i++) if (i === from.count - 1 || stepOf(i + 1) !== stepOf(i)) kept.push(i)
  const into = makePoints(kept.length)
  kept.forEach((i, j) => copyPoint(from, i, into, j))
  return { points: into, stepMs }
}

/** One moment of a replay: all vehicles at the first step, then those with a newer report than the step before. */
export interface FleetStep {
  readonly at: EpochMs
  readonly points: PointColumns
}

export interface FleetWindow {
  readonly from: EpochMs
  readonly to: EpochMs
  readonly stepMs: DurationMs
  /** null: the whole fleet. */
  readonly ordinals: readonly number[] | null
}
