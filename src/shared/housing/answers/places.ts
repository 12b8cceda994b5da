import { z } from 'zod'
import { roomCategorySchema, roomStateSchema } from '../rooms.ts'
import { placeKindSchema, placeRefSchema } from '../../region/place.ts'
import { ring, provenanceSchema } from '../../kernel/schemas.ts'
import { coalBasisSchema, indexIdSchema } from './lists.ts'

/** A place in a list of children. */
const childSchema = z.object({
  id: z.string(),
  kind: placeKindSchema,
  name: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  measures: z.array(z.number()),
  /** Compound: its boundary; building: its footprint. WGS-84. */
  outline: ring.nullable(),
  /** Building: metres. */
  height: z.number().nullable(),
  /** Floor: its number. */
  level: z.number().nullable(),
})
export type ChildPlace = z.infer<typeof childSchema>

/** GET /api/places/:id, region to floor. The totals equal the sums of the children. */
export const placeViewSchema = z.object({
  id: z.string(),
  /** The unit whose figures these are, where the viewer's scope is one unit; else the region's own. */
  unit: z.string().optional(),
  kind: placeKindSchema,
  name: z.string(),
  /** Province first, the place itself last. */
  path: z.array(placeRefSchema),
  lon: z.number(),
  lat: z.number(),
  /** [west, south, east, north]. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  measures: z.array(z.number()),
  children: z.array(childSchema),
  /** Rows for the card: label key → value, e.g. address, structure, built year, certificate. */
  facts: z.array(z.object({ key: z.string(), value: z.string() })),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type PlaceView = z.infer<typeof placeViewSchema>

/**
 * GET /api/history/measures?at=&place=: the roll-ups as they stood on the civil day (UTC+8) of an instant: of every region
 * in scope, of the compounds below the region of `place`, and of its buildings. `asOf` is when they were last seen on that
 * day; a day that was not kept is answered with `not-kept`.
 */
export const measureDaySchema = z.object({
  day: z.string(),
  unit: z.string().optional(),
  rows: z.array(z.object({ id: z.string(), measures: z.array(z.number()) })),
  asOf: z.number(),
})
export type MeasureDay = z.infer<typeof measureDaySchema>

/** Who counted a month: this system on its last kept day, or a platform that handed it over, of a month that was not kept here. */
const monthBy = z.enum(['here', 'platform'])

/**
 * GET /api/history/months?place=&at=: the roll-ups of one place as they stood on the last kept day of each of the twelve
 * months before the month of an instant, oldest first; of a month of which no day was kept what a platform handed over, and
 * else no row. A unit's viewer gets its unit's. `since`: the first day that was kept here at all, null where none was.
 */
export const measureMonthsSchema = z.object({
  place: z.string(),
  unit: z.string().optional(),
  since: z.string().nullable(),
  rows: z.array(z.object({ month: z.string(), day: z.string(), measures: z.array(z.number()), by: monthBy })),
})
export type MeasureMonths = z.infer<typeof measureMonthsSchema>

/**
 * GET /api/history/counties?place=&index=&basis=&at=: an index of each county within a region as it stood on the last kept
 * day of each of the twelve months before the month of an instant, oldest first, `values` in the order of `counties`, null
 * where a county has no base; a month of which nothing was kept or handed over has no row. A unit's viewer gets no county.
 * `by` and `since` as above; `platform` where that holds of any county.
 */
export const countyMonthsSchema = z.object({
  place: z.string(),
  index: indexIdSchema,
  basis: coalBasisSchema,
  since: z.string().nullable(),
  counties: z.array(z.string()),
  rows: z.array(
    z.object({
      month: z.string(),
      day: z.string(),
      values: z.array(z.number().nullable()),
      by: monthBy,
    }),
  ),
})
export type CountyMonths = z.infer<typeof countyMonthsSchema>

/** One room of an interior, with what colours it. */
const interiorRoomSchema = z.object({
  id: z.string(),
  number: z.string(),
  category: roomCategorySchema,
  use: z.string(),
  state: roomStateSchema,
  idleDays: z.number().nullable(),
  usableArea: z.number(),
  /** m² that the occupants' grades allow; null when the room is no occupied office. */
  limit: z.number().nullable(),
  /** Part ÷ limit of the occupant who is worst off, the ratio of the room's colour; null where `limit` is. */
  limitUse: z.number().nullable(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  occupants: z.number(),
  ring,
  desks: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      x: z.number(),
      y: z.number(),
      rotation: z.number(),
      used: z.boolean(),
    }),
  ),
})
export type InteriorRoomRow = z.infer<typeof interiorRoomSchema>
const interiorFloorSchema = z.object({
  id: z.string(),
  level: z.number(),
  label: z.string(),
  elevation: z.number(),
  height: z.number(),
  plan: z.enum(['drawing', 'schematic']),
  outline: ring,
  corridors: z.array(ring),
  cores: z.array(ring),
  measures: z.array(z.number()),
  rooms: z.array(interiorRoomSchema),
})
export type InteriorFloorRow = z.infer<typeof interiorFloorSchema>

/** GET /api/buildings/:id/interior. */
export const interiorSchema = z.object({
  building: z.string(),
  name: z.string(),
  origin: z.tuple([z.number(), z.number()]),
  rotation: z.number(),
  floors: z.array(interiorFloorSchema),
  asOf: z.number(),
})
export type Interior = z.infer<typeof interiorSchema>
