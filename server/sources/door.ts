import gcoord from 'gcoord'
import type { z } from 'zod'
import { COLLECTIONS, positionSchema, readingSchema, type CollectionName, type PositionRecord } from '#shared/protocol/platform.ts'
import type { Rejected, SourceBatch } from './Source.ts'

/** What came through the door and what was turned away, each with its reason. */
export interface Admission<T> {
  readonly good: T[]
  readonly rejected: Rejected[]
}

/** Fields that name a record of each collection, where it is not `id`. */
const KEY_FIELDS: Partial<Record<string, readonly string[]>> = {
  regions: ['code'],
  'vehicle-months': ['vehicle', 'month'],
  'order-step-limits': ['region', 'step'],
  'vehicle-quotas': ['unit', 'year'],
  'meter-days': ['meter', 'day'],
  'energy-months': ['building', 'month'],
  'energy-quotas': ['building', 'year'],
  'energy-days': ['building', 'day'],
  'weather-days': ['region', 'day'],
  'overlap-months': ['unit', 'month'],
  'vehicle-tracks': ['vehicle', 'day'],
  positions: ['vehicle', 'at'],
  readings: ['building', 'at'],
}

/** The id that a person would look the record up by; null when not even that can be read. */
export const recordIdOf = (collection: string, item: unknown): string | null => {
  if (typeof item !== 'object' || item === null) return null
  const parts = (KEY_FIELDS[collection] ?? ['id']).map((field) => (item as Record<string, unknown>)[field])
  return parts.every((part) => typeof part === 'string' || typeof part === 'number') ? parts.join(':').slice(0, 128) : null
}

/** What was expected and what came instead, in one line. */
const reasonOf = (issue: z.core.$ZodIssue | undefined, item: unknown): string => {
  if (!issue) return 'does not fit its schema'
  const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], item)
  const shown = JSON.stringify(found) ?? 'nothing'
  return `${issue.message}; found ${shown.length > 120 ? `${shown.slice(0, 120)}… (${shown.length} characters)` : shown}`
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

const admit = <T>(source: string, collection: string, schema: z.ZodType<T>, items: readonly unknown[]): Admission<T> => {
  const good: T[] = []
  const rejected: Rejected[] = []
  for (const item of items) {
    const parsed = schema.safeParse(item)
    if (parsed.success) good.push(parsed.data)
    else {
      const issue = parsed.error.issues[0]
      rejected.push({
        source,
        collection,
        recordId: recordIdOf(collection, item),
        field: issue && issue.path.length > 0 ? issue.path.join('.') : null,
        reason: reasonOf(issue, item),
        body: item,
      })
    }
  }
  return { good, rejected }
}

/** Validates a page or delivery of one collection. */
export const admitRecords = (source: string, collection: CollectionName, items: readonly unknown[]): Admission<unknown> =>
  admit(source, collection, COLLECTIONS[collection] as z.ZodType<unknown>, items)

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

const isText = (value: unknown): boolean => typeof value === 'string' && value.length >= 1 && value.length <= 64
const isBetween = (value: unknown, least: number, most: number): boolean => typeof value === 'number' && value >= least && value <= most
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

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
    crs === 'WGS84' && isText(vehicle) && isCount(at) && isBetween(lon, -180, 180) && isBetween(lat, -90, 90) && isBetween(speedKmh, 0, 300) &&
    isBetween(headingDeg, 0, 360) && typeof acc === 'boolean' && isCount(alarm) && countFields(item) === FIELDS
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
    const one = admit(source, 'positions', positionSchema as z.ZodType<PositionRecord>, [item])
    rejected.push(...one.rejected)
    for (const position of one.good) {
      if (isNowhere(position)) rejected.push({ source, collection: 'positions', recordId: recordIdOf('positions', position), field: 'lon', reason: 'expected a fix; found 0/0', body: position })
      else good.push(toWgs84(position))
    }
  }
  return { good, rejected }
}

/** Validates readings. */
export const admitReadings = (source: string, items: readonly unknown[]) => admit(source, 'readings', readingSchema, items)
