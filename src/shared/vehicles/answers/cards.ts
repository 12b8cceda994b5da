import { z } from 'zod'
import { orderStatusSchema } from '../collections/orders.ts'
import { provenanceSchema, ruleCitationSchema } from '../../kernel/schemas.ts'

/** GET /api/vehicles/:ordinalOrId. */
export const vehicleCardSchema = z.object({
  id: z.string(),
  ordinal: z.number(),
  plate: z.string(),
  masked: z.boolean(),
  unit: z.object({ id: z.string(), name: z.string() }),
  category: z.enum(['confidential', 'emergency', 'law', 'special', 'other']),
  energy: z.enum(['petrol', 'diesel', 'bev', 'phev']),
  model: z.string(),
  state: z.enum(['moving', 'parked', 'offline', 'alarm']),
  /** Last report; null before the first. */
  last: z
    .object({
      at: z.number(),
      lon: z.number(),
      lat: z.number(),
      speedKmh: z.number(),
      headingDeg: z.number(),
      alarms: z.array(z.string()),
    })
    .nullable(),
  order: z
    .object({
      id: z.string(),
      reason: z.string(),
      from: z.string(),
      to: z.string(),
      start: z.number(),
      end: z.number(),
      status: orderStatusSchema,
    })
    .nullable(),
  driver: z.object({ name: z.string(), phone: z.string().nullable(), masked: z.boolean() }).nullable(),
  /** 驾驶员身份: the newest event of the terminal's card reader; null before the first, or where the role may not see people. */
  cardDriver: z
    .object({
      card: z.enum(['in', 'out']),
      at: z.number(),
      /** 0 read; 1 key, 2 locked, 3 pulled out, 4 check failed. */
      result: z.number().nullable(),
      name: z.string().nullable(),
      masked: z.boolean(),
      certificateTail: z.string().nullable(),
      issuer: z.string().nullable(),
      validTo: z.string().nullable(),
      expired: z.boolean(),
      /** Against the order's driver; null without an order. */
      match: z.enum(['same', 'other', 'unknown']).nullable(),
      source: z.string(),
    })
    .nullable(),
  month: z
    .object({
      month: z.string(),
      daysUsed: z.number(),
      daysDue: z.number(),
      kilometres: z.number(),
      cost: z.number(),
    })
    .nullable(),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type VehicleCard = z.infer<typeof vehicleCardSchema>

/**
 * GET /api/vehicles/:ordinalOrId/drivers?from=&to=. Needs `view.tracks` and `view.people`; every query is
 * logged. Default: the last 7 days, at most 31.
 */
export const vehicleDriverListSchema = z.object({
  vehicle: z.string(),
  from: z.number(),
  to: z.number(),
  masked: z.boolean(),
  spells: z.array(
    z.object({
      name: z.string(),
      validTo: z.string().nullable(),
      from: z.number(),
      to: z.number().nullable(),
    }),
  ),
})
export type VehicleDriverList = z.infer<typeof vehicleDriverListSchema>

/** GET /api/vehicles/:ordinalOrId/track?from=&to=. Needs `view.tracks`; every query is logged. Default: the last hour. */
export const trackSchema = z.object({
  vehicle: z.string(),
  from: z.number(),
  to: z.number(),
  points: z.array(
    z.object({
      at: z.number(),
      lon: z.number(),
      lat: z.number(),
      speedKmh: z.number(),
      headingDeg: z.number(),
    }),
  ),
  /** Points on record; `points` has fewer of a long track: the last within each `stepMs`, 0 for all of them. */
  total: z.number(),
  shown: z.number(),
  stepMs: z.number(),
})
export type Track = z.infer<typeof trackSchema>

/** GET /api/vehicles/summary?region=. */
export const vehicleSummarySchema = z.object({
  /** The unit whose vehicles these are, where the viewer's scope is one unit. */
  unit: z.string().optional(),
  total: z.number(),
  byState: z.object({ moving: z.number(), parked: z.number(), offline: z.number(), alarm: z.number() }),
  byCategory: z.array(z.object({ category: z.string(), count: z.number() })),
  asOf: z.number(),
})
export type VehicleSummary = z.infer<typeof vehicleSummarySchema>

const lonLat = z.tuple([z.number(), z.number()])
/** GET /api/fences?region=: 电子围栏 of the regions below, parking fences among them; borders of regions are the regions' own. */
const fenceRowSchema = z.object({
  id: z.string(),
  region: z.string(),
  name: z.string(),
  kind: z.enum(['region', 'depot', 'sensitive', 'forbidden', 'allowed', 'route', 'speed']),
  place: z.enum(['hotel', 'leisure', 'scenic', 'residential']).nullable(),
  rule: z.enum(['keep-in', 'keep-out', 'no-stop', 'speed']),
  /** 围栏内限速, km/h. */
  limitKmh: z.number().nullable(),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('polygon'), rings: z.array(z.array(lonLat)) }),
    z.object({ type: z.literal('circle'), center: lonLat, radiusM: z.number() }),
    z.object({ type: z.literal('corridor'), path: z.array(lonLat), widthM: z.number() }),
    z.object({ type: z.literal('region'), code: z.string() }),
  ]),
  /** Whom it binds: 全部车辆, 名单内车辆, 派车单车辆. */
  binds: z.enum(['all', 'roster', 'order']),
  window: z
    .object({ days: z.enum(['all', 'workdays', 'restdays']), from: z.string(), to: z.string() })
    .nullable(),
})
export type FenceRow = z.infer<typeof fenceRowSchema>
/** GET /api/fences/:id. Vehicles are named only where tracks may be seen, which is logged; plates masked by role. */
export const fenceCardSchema = z.object({
  fence: fenceRowSchema,
  regionName: z.string(),
  /** The rule that it serves: what that allows, where the limit stands, where the rule stands. */
  rule: z.object({
    id: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    text: z.object({ zh: z.string(), en: z.string() }),
    citation: ruleCitationSchema,
    source: ruleCitationSchema,
  }),
  inForce: z.boolean(),
  /** Instants from and until which it holds; null is open. */
  since: z.number().nullable(),
  until: z.number().nullable(),
  roster: z
    .object({
      vehicles: z.number(),
      units: z.array(z.string()),
      categories: z.array(z.string()),
      regions: z.array(z.string()),
    })
    .nullable(),
  order: z.string().nullable(),
  exact: z.boolean(),
  /** Vehicles of the viewer's scope whose newest report lies inside. */
  inside: z.object({
    total: z.number(),
    vehicles: z.array(
      z.object({
        ordinal: z.number(),
        plate: z.string(),
        unit: z.string(),
        state: z.enum(['moving', 'parked', 'offline', 'alarm']),
        speedKmh: z.number(),
      }),
    ),
  }),
  today: z.object({
    total: z.number(),
    cases: z.array(
      z.object({
        rule: z.string(),
        severity: z.enum(['yellow', 'red']),
        at: z.number(),
        ordinal: z.number().nullable(),
        plate: z.string(),
        unit: z.string(),
      }),
    ),
  }),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type FenceCard = z.infer<typeof fenceCardSchema>
export const fencesSchema = z.object({ fences: z.array(fenceRowSchema) })
