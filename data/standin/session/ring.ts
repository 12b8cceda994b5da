import type { EpochMs } from '#shared/kernel/units.ts'
import type { Fix } from '../fleet/fleet.ts'

interface PositionBatch {
  readonly seq: number
  readonly at: EpochMs
  readonly count: number
  /** The batch as it goes on the wire; made on use, kept while the batch is young. */
  json(): string
}

/** The last minutes of reports in columns (22 bytes each), so that a client which comes back misses nothing. */
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
/** Above the alarm bits that a report uses: ignition on. */
const ACC = 1 << 15

interface Columns {
  readonly base: EpochMs
  readonly vehicles: Uint32Array
  /** Ms before `base`. */
  readonly age: Int32Array
  /** 1e-6 degrees. */
  readonly lonLat: Int32Array
  /** Tenths of km/h, tenths of a degree, ignition and alarm bits. */
  readonly rest: Uint16Array
}
/** A batch's JSON is forgotten once this many newer ones exist. */
const KEEP_JSON = 16

/** What the ring holds, and the rows that are no batch yet. */
interface Kept {
  readonly options: RingOptions
  readonly draft: Float64Array
  readonly held: (PositionBatch & { forget(): void })[]
  drafted: number
  nextSeq: number
}

const itemJson = ({ options }: Kept, { base, vehicles, age, lonLat, rest }: Columns, i: number): string =>
  `{"vehicle":${JSON.stringify(options.idOf(vehicles[i]!))},"at":${base - age[i]!},"lon":${lonLat[2 * i]! / 1e6},"lat":${lonLat[2 * i + 1]! / 1e6},` +
  `"speedKmh":${rest[3 * i]! / 10},"headingDeg":${rest[3 * i + 1]! / 10},"acc":${rest[3 * i + 2]! >= ACC},"alarm":${rest[3 * i + 2]! & (ACC - 1)},"crs":"WGS84"}`

const fold = ({ draft }: Kept, now: EpochMs, count: number): Columns => {
  const columns = {
    base: now,
    vehicles: new Uint32Array(count),
    age: new Int32Array(count),
    lonLat: new Int32Array(count * 2),
    rest: new Uint16Array(count * 3),
  }
  for (let i = 0; i < count; i++) {
    const row = draft.subarray(i * STRIDE, (i + 1) * STRIDE)
    columns.vehicles[i] = row[0]!
    columns.age[i] = now - row[1]!
    columns.lonLat[2 * i] = Math.round(row[2]! * 1e6)
    columns.lonLat[2 * i + 1] = Math.round(row[3]! * 1e6)
    columns.rest[3 * i] = Math.round(row[4]! * 10)
    columns.rest[3 * i + 1] = Math.round(row[5]! * 10)
    columns.rest[3 * i + 2] = row[7]! + (row[6] === 1 ? ACC : 0)
  }
  return columns
}

const close = (kept: Kept, now: EpochMs): void => {
  const { held } = kept
  const count = kept.drafted
  const columns = fold(kept, now, count)
  const seq = kept.nextSeq++
  let json: string | null = null
  const make = (): string =>
    `{"type":"positions","seq":${seq},"items":[${Array.from({ length: count }, (_, i) => itemJson(kept, columns, i)).join(',')}]}`
  held.push({
    seq,
    at: now,
    count,
    json: () => (seq < kept.nextSeq - KEEP_JSON ? make() : (json ??= make())),
    forget: () => (json = null),
  })
  held.at(-1 - KEEP_JSON)?.forget()
  kept.drafted = 0
}

const oldest = (kept: Kept): number => kept.held[0]?.seq ?? kept.nextSeq

export const makeRing = (options: RingOptions): Ring => {
  const draft = new Float64Array(options.maxItems * STRIDE)
  const held: Kept['held'] = []
  const kept: Kept = { options, draft, held, drafted: 0, nextSeq: options.firstSeq }
  return {
    add: (v, fix) => {
      const base = kept.drafted * STRIDE
      draft[base] = v
      draft[base + 1] = fix.at
      draft[base + 2] = fix.lon
      draft[base + 3] = fix.lat
      draft[base + 4] = fix.speedKmh
      draft[base + 5] = fix.headingDeg
      draft[base + 6] = Number(fix.acc)
      draft[base + 7] = fix.alarm
      if (++kept.drafted === options.maxItems) close(kept, fix.at)
    },
    flush: (now) => {
      if (kept.drafted > 0) close(kept, now)
      const stale = held.findIndex((batch) => batch.at >= now - options.keepMs)
      if (stale > 0) held.splice(0, stale)
    },
    newest: () => kept.nextSeq - 1,
    oldest: () => oldest(kept),
    batch: (seq) => held[seq - oldest(kept)],
    firstSince: (at) => held.find((batch) => batch.at >= at)?.seq ?? kept.nextSeq,
  }
}
