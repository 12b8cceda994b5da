import type { EpochMs } from '#shared/units.ts'
import type { Fix } from '../fleet/fleet.ts'

export interface PositionBatch {
  readonly seq: number
  readonly at: EpochMs
  readonly count: number
  /** The batch as it goes on the wire; made on first use, kept while the batch is young. */
  json(): string
}

/** The last minutes of reports in columns (24 bytes each), so that a client which comes back misses nothing. */
export interface Ring {
  add(v: number, fix: Fix): void
  /** Closes what was added since into batches. */
  flush(now: EpochMs): void
  newest(): number
  /** The oldest batch still held; newest + 1 when there is none. */
  oldest(): number
  batch(seq: number): PositionBatch | undefined
  /** The first batch not older than the instant. */
  firstSince(at: EpochMs): number
}

export interface RingOptions {
  readonly firstSeq: number
  readonly keepMs: number
  readonly maxItems: number
  readonly idOf: (v: number) => string
}

const STRIDE = 8
/** A batch's JSON is forgotten once this many newer ones exist. */
const KEEP_JSON = 48

export const makeRing = (options: RingOptions): Ring => {
  const draft = new Float64Array(options.maxItems * STRIDE)
  const held: (PositionBatch & { forget(): void })[] = []
  let drafted = 0
  let nextSeq = options.firstSeq

  const itemJson = (c: Float32Array, at: Float64Array, lonLat: Int32Array, v: Uint32Array, i: number): string =>
    `{"vehicle":${JSON.stringify(options.idOf(v[i]!))},"at":${at[i]},"lon":${lonLat[2 * i]! / 1e6},"lat":${lonLat[2 * i + 1]! / 1e6},` +
    `"speedKmh":${Math.round(c[4 * i]! * 10) / 10},"headingDeg":${Math.round(c[4 * i + 1]! * 10) / 10},"acc":${c[4 * i + 2] === 1},"alarm":${c[4 * i + 3]},"crs":"WGS84"}`

  const close = (now: EpochMs): void => {
    const count = drafted
    const at = new Float64Array(count)
    const lonLat = new Int32Array(count * 2)
    const rest = new Float32Array(count * 4)
    const vehicles = new Uint32Array(count)
    for (let i = 0; i < count; i++) {
      const row = draft.subarray(i * STRIDE, (i + 1) * STRIDE)
      vehicles[i] = row[0]!
      at[i] = row[1]!
      lonLat[2 * i] = Math.round(row[2]! * 1e6)
      lonLat[2 * i + 1] = Math.round(row[3]! * 1e6)
      rest.set(row.subarray(4), i * 4)
    }
    const seq = nextSeq++
    let json: string | null = null
    const make = (): string =>
      `{"type":"positions","seq":${seq},"items":[${Array.from({ length: count }, (_, i) => itemJson(rest, at, lonLat, vehicles, i)).join(',')}]}`
    held.push({ seq, at: now, count, json: () => (json ??= make()), forget: () => (json = null) })
    held.at(-1 - KEEP_JSON)?.forget()
    drafted = 0
  }
  const oldest = (): number => held[0]?.seq ?? nextSeq
  return {
    add: (v, fix) => {
      const base = drafted * STRIDE
      draft[base] = v
      draft[base + 1] = fix.at
      draft[base + 2] = fix.lon
      draft[base + 3] = fix.lat
      draft[base + 4] = fix.speedKmh
      draft[base + 5] = fix.headingDeg
      draft[base + 6] = Number(fix.acc)
      draft[base + 7] = fix.alarm
      if (++drafted === options.maxItems) close(fix.at)
    },
    flush: (now) => {
      if (drafted > 0) close(now)
      const stale = held.findIndex((batch) => batch.at >= now - options.keepMs)
      if (stale > 0) held.splice(0, stale)
    },
    newest: () => nextSeq - 1,
    oldest,
    batch: (seq) => held[seq - oldest()],
    firstSince: (at) => held.find((batch) => batch.at >= at)?.seq ?? nextSeq,
  }
}
