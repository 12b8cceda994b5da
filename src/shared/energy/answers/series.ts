import { z } from 'zod'
import { provenanceSchema } from '../../kernel/schemas.ts'

const quarters = z.array(z.number().nullable())
/** GET /api/energy/buildings/:id: quarter-hour kWh of today and yesterday by 分项, the year against its quota. */
export const buildingEnergySchema = z.object({
  building: z.string(),
  ordinal: z.number(),
  items: z.array(
    z.object({
      item: z.string(),
      name: z.string(),
      today: quarters,
      yesterday: quarters,
      kw: z.number().nullable(),
    }),
  ),
  year: z.object({
    year: z.number(),
    usedKwh: z.number(),
    quotaKwh: z.number().nullable(),
    quotaYear: z.number().nullable().default(null),
    basis: z.string().nullable(),
    projectedKwh: z.number().nullable(),
  }),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type BuildingEnergy = z.infer<typeof buildingEnergySchema>

/** GET /api/energy/load?region=: the region's load, kW, each quarter hour of today and yesterday. */
export const loadCurveSchema = z.object({
  region: z.string(),
  /** The unit whose share of its buildings this is, where the viewer's scope is one unit. */
  unit: z.string().optional(),
  today: quarters,
  yesterday: quarters,
  /** The share of the meters that had a value, 0–1, by the same quarter hours; null in those to come. */
  covered: z.object({ today: quarters, yesterday: quarters }).default({ today: [], yesterday: [] }),
  /** Sum of the newest readings. */
  nowKw: z.number(),
  todayKwh: z.number(),
  byItem: z.array(z.object({ item: z.string(), name: z.string(), todayKwh: z.number() })),
  buildingsReporting: z.number(),
  /** Of them those that were read within the last quarter hour. */
  buildingsFresh: z.number().default(0),
  buildings: z.number(),
  asOf: z.number(),
})
export type LoadCurve = z.infer<typeof loadCurveSchema>

/** GET /api/energy/buildings?region=: ordinals of the energy frames with where they stand; `kw` null while silent. */
export const energyBuildingsSchema = z.object({
  buildings: z.array(
    z.object({
      id: z.string(),
      ordinal: z.number(),
      name: z.string(),
      lon: z.number(),
      lat: z.number(),
      kw: z.number().nullable(),
      todayKwh: z.number(),
    }),
  ),
  asOf: z.number(),
})
export type EnergyBuildings = z.infer<typeof energyBuildingsSchema>

/**
 * GET /api/energy/series?place=&item=&period=&from=&to=: energy by quarter hour, hour, day, month or year. `place` is
 * `region:CODE`, `building:ID`, `unit:ID` or `meter:ID`. kWh (m³ of water and gas, GJ of heat and cold, kg of
 * other fuels), null where nothing was read;
 * `estimatedKwh` of it was reckoned; `have` of `expected` meter quarters of the whole period up to now had a value. Of a
 * month or a year `platformKwh` was taken from the platform's own months and days: what lies before the quarters kept here.
 */
export const energySeriesSchema = z.object({
  place: z.string(),
  item: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  unit: z.enum(['kWh', 'm³', 'GJ', 'kg']),
  period: z.enum(['quarter', 'hour', 'day', 'month', 'year']),
  points: z.array(
    z.object({
      key: z.string(),
      at: z.number(),
      kwh: z.number().nullable(),
      estimatedKwh: z.number(),
      have: z.number(),
      expected: z.number(),
      platformKwh: z.number().optional(),
      mark: z.string().optional(),
    }),
  ),
  asOf: z.number(),
})
export type EnergySeriesAnswer = z.infer<typeof energySeriesSchema>
