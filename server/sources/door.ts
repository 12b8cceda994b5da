import gcoord from 'gcoord'
import type { z } from 'zod'
import { keyParts, type Collection } from '#shared/kernel/collection.ts'
import {
  DEFINITION_OF,
  LATEST_INSTANT,
  STREAMS,
  timeFault,
  type CollectionName,
  type PositionRecord,
  type ReadingRecord,
} from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Rejected, SourceBatch } from './Source.ts'
import { fieldOf, shapeOf, shortName } from './turnedAway.ts'

/** What came through the door and what was turned away, each with its reason. */
export interface Admission<T> {
  readonly good: T[]
  readonly rejected: Rejected[]
}

/** The fields that name a record of a collection or of a stream; `id` for what the contract does not tell of. */
const keyFieldsOf = (collection: string): readonly string[] =>
  (DEFINITION_OF as unknown as Readonly<Record<string, Pick<Collection, 'key'>>>)[collection]?.key ??
  (STREAMS as Readonly<Record<string, Pick<Collection, 'key'>>>)[collection]?.key ?? ['id']

/** The key of what was not checked yet, cut to what a person reads; null when not even that can be read. */
const idIn = (key: readonly string[], item: unknown): string | null => {
  if (typeof item !== 'object' || item === null) return null
  const parts = keyParts({ key }, item)
  return parts.every((part) => typeof part === 'string' || typeof part === 'number')
    ? shortName(parts.map((part) => String(part).slice(0, 256)).join(':'))
    : null
}

/** The id that a person would look the record up by; null when not even that can be read. */
export const recordIdOf = (collection: string, item: unknown): string | null =>
  idIn(keyFieldsOf(collection), item)

/** What was expected, and the shape of what came instead. */
const reasonOf = (message: string, path: readonly PropertyKey[], item: unknown): string => {
  const found = path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    item,
  )
  return `${message}; found ${shapeOf(found)}`
}

/** Turns a thing away whole: no field of it can be named. */
export const rejectWhole = (source: string, collection: string, reason: string, body: unknown): Rejected => ({
  source,
  collection,
  recordId: recordIdOf(collection, body),
  field: null,
  reason,
  body,
})

const rejectField = (
  source: string,
  { name, key }: Pick<Collection, 'name' | 'key'>,
  { message, path }: { readonly message: string; readonly path: readonly PropertyKey[] },
  item: unknown,
): Rejected => ({
  source,
  collection: name,
  recordId: idIn(key, item),
  field: fieldOf(path),
  reason: reasonOf(message, path, item),
  body: item,
})
/** The schema's own words, but where they name what it found. */
const wordsOf = (
  issue: z.core.$ZodIssue | undefined,
): { readonly message: string; readonly path: readonly PropertyKey[] } => {
  if (!issue) return { message: 'does not fit its schema', path: [] }
  return issue.code === 'unrecognized_keys'
    ? { message: 'expected no names but those of the contract', path: issue.path }
    : issue
}

/** Holds what came against its schema: `now` bounds the times that must have come; without it they are left to whoever knows how long they are kept. */
export const admit = <T = unknown>(
  source: string,
  { name, schema, key }: Pick<Collection, 'name' | 'key'> & { readonly schema: z.ZodType },
  items: readonly unknown[],
  now: EpochMs | null,
): Admission<T> => {
  const good: T[] = []
  const rejected: Rejected[] = []
  for (const item of items) {
    const parsed = schema.safeParse(item)
    const fault = parsed.success
      ? now === null
        ? null
        : timeFault(schema, parsed.data, now)
      : wordsOf(parsed.error.issues[0])
    if (fault === null) good.push(parsed.data as T)
    else rejected.push(rejectField(source, { name, key }, fault, item))
  }
  return { good, rejected }
}

/** Validates a page or delivery of one collection; `now` is the clock that its times are held against. */
export const admitRecords = (
  source: string,
  collection: CollectionName,
  items: readonly unknown[],
  now: EpochMs,
): Admission<unknown> => admit(source, DEFINITION_OF[collection] as Collection, items, now)

/** Records in one go of the validator: between two of them others are served. */
const IN_ONE_GO = 200

/** The same for a whole page, in turns with whatever else the process has to do. */
export const admitPage = async (
  source: string,
  collection: CollectionName,
  items: readonly unknown[],
  now: EpochMs,
): Promise<Admission<unknown>> => {
  const all: Admission<unknown> = { good: [], rejected: [] }
  for (let i = 0; i < items.length; i += IN_ONE_GO) {
    if (i > 0) await new Promise((resolve) => setImmediate(resolve))
    const { good, rejected } = admitRecords(source, collection, items.slice(i, i + IN_ONE_GO), now)
    for (const item of good) all.good.push(item)
    for (const one of rejected) all.rejected.push(one)
  }
  return all
}

/** The batch that hands admitted records over; they were parsed with the collection's own schema. */
export const recordsBatch = (collection: CollectionName, items: readonly unknown[]): SourceBatch =>
  ({ kind: 'records', collection, items }) as SourceBatch

const toWgs84 = (position: PositionRecord): PositionRecord => {
  if (position.crs === 'WGS84') return position
  const from = position.crs === 'GCJ02' ? gcoord.GCJ02 : gcoord.BD09
  const [lon, lat] = gcoord.transform([position.lon, position.lat], from, gcoord.WGS84)
  return { ...position, lon, lat, crs: 'WGS84' }
}

/** A fix at 0/0 is what a terminal without satellites reports, even with its fix bit set. */
const isNowhere = (position: PositionRecord): boolean => position.lon === 0 && position.lat === 0

/** Printing ASCII: anything else may be sound as well, but the schema says so. */
const isPlainId = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= 64 && /^[ -~]+$/.test(value)
const isBetween = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && value >= least && value <= most
const isWhole = (value: unknown, most: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most

/** The nine fields of a position in WGS-84. More fields than these are left to the schema, which drops them. */
const FIELDS = 9
const countFields = (item: object): number => {
  let count = 0
  for (const _ in item) count++
  return count
}

/**
 * What `positionSchema` takes as it is, said by hand: tens of thousands come in a second and nearly all are sound.
 * False only means that the schema decides, and finds the words where it refuses.
 */
export const isPlainPosition = (item: unknown): item is PositionRecord => {
  if (typeof item !== 'object' || item === null) return false
  const { vehicle, at, lon, lat, speedKmh, headingDeg, acc, alarm, crs } = item as Record<string, unknown>
  return (
    crs === 'WGS84' &&
    isPlainId(vehicle) &&
    isWhole(at, LATEST_INSTANT) &&
    isBetween(lon, -180, 180) &&
    isBetween(lat, -90, 90) &&
    isBetween(speedKmh, 0, 300) &&
    isBetween(headingDeg, 0, 360) &&
    typeof acc === 'boolean' &&
    isWhole(alarm, 0xffff_ffff) &&
    countFields(item) === FIELDS
  )
}

/** Validates positions and turns GCJ-02 and BD-09 into WGS-84. */
export const admitPositions = (source: string, items: readonly unknown[]): Admission<PositionRecord> => {
  const good: PositionRecord[] = []
  const rejected: Rejected[] = []
  for (const item of items) {
    if (isPlainPosition(item) && !isNowhere(item)) {
      good.push(item)
      continue
    }
    const one = admit<PositionRecord>(source, STREAMS.positions, [item], null)
    rejected.push(...one.rejected)
    for (const position of one.good) {
      if (isNowhere(position))
        rejected.push({
          source,
          collection: 'positions',
          recordId: recordIdOf('positions', position),
          field: 'lon',
          reason: 'expected a fix; found 0/0',
          body: position,
        })
      else good.push(toWgs84(position))
    }
  }
  return { good, rejected }
}

/** Validates readings. */
export const admitReadings = (source: string, items: readonly unknown[]) =>
  admit<ReadingRecord>(source, STREAMS.readings, items, null)
