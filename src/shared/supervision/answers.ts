import { z } from 'zod'
import { ruleCitationSchema } from '../kernel/schemas.ts'

export const wordsSchema = z.object({ zh: z.string(), en: z.string() })
export type Words = z.infer<typeof wordsSchema>
/** A noun to be put behind a number: 间, rooms; `one` is the English of a single one. */
export const countNounSchema = wordsSchema.extend({ one: z.string() })
export type CountNoun = z.infer<typeof countNounSchema>

/** GET /api/alerts?region=&limit=[&at=]: open now, or at an instant as they stood then. */
export const alertSchema = z.object({
  id: z.string(),
  at: z.number(),
  /** 绿 ended, 知悉 below the reference and calling nobody, 黄 提醒, 红 报警. */
  severity: z.enum(['green', 'info', 'yellow', 'red']),
  subject: z.enum(['housing', 'vehicle', 'energy', 'data']),
  /** Rule id: OF-07, VH-05, EN-05 …; what it says is translated by `rule`. */
  rule: z.string(),
  place: z.string().nullable(),
  placeName: z.string().nullable(),
  region: z.string(),
  /** Ready to print, masked for the viewer. */
  text: z.object({ zh: z.string(), en: z.string() }),
  /** How many cases stand behind this one alert. */
  count: z.number(),
  citation: ruleCitationSchema,
  /** Until when the oldest case was to be mended, epoch ms; null or left out where the rule knows no deadline. */
  dueAt: z.number().nullable().optional(),
})
export type Alert = z.infer<typeof alertSchema>
/**
 * `calling`: how many of all `total` are yellow or red, on which someone must act. `rules`: what each rule is called and
 * what it counts, to be put behind a number.
 */
export const alertsSchema = z.object({
  alerts: z.array(alertSchema),
  rules: z.record(z.string(), z.object({ name: wordsSchema, counts: countNounSchema })),
  total: z.number(),
  calling: z.number(),
  asOf: z.number().optional(),
})
export type Alerts = z.infer<typeof alertsSchema>

/** Why a vehicle stands behind an alert of the live rules; a road's name only where exact places are shown. */
const breachDetailSchema = z.object({
  cause: z.enum(['no-order', 'early', 'late', 'not-approved']).nullable(),
  order: z.string().nullable(),
  /** 工作时段表 that applied: of the unit, of a region above it, or the default of this system. */
  hours: z
    .object({ name: z.string(), level: z.enum(['unit', 'region', 'default']), region: z.string().nullable() })
    .nullable(),
  /** Names of the regions that an approval opened at that time. */
  approved: z.array(z.string()),
  speed: z
    .object({
      /** null where only the terminal says so. */
      limitKmh: z.number().nullable(),
      /** 限速标志, 道路等级, 车型, 限速围栏, 终端. */
      basis: z.enum(['posted', 'class', 'kind', 'fence', 'terminal']),
      road: z.string().nullable(),
      roadClass: z.object({ zh: z.string(), en: z.string() }).nullable(),
      citation: ruleCitationSchema.nullable(),
    })
    .nullable(),
})

/**
 * GET /api/alerts/:id?limit=: why an alert stands, and the vehicles behind it. Exact places only where the
 * role may see tracks; that opening is logged.
 */
export const alertDetailSchema = z.object({
  alert: alertSchema,
  name: z.object({ zh: z.string(), en: z.string() }),
  /** What the rule allows, and where that limit stands; null where the alert's text says it. */
  limit: z
    .object({ text: z.object({ zh: z.string(), en: z.string() }), citation: ruleCitationSchema })
    .nullable(),
  /** Where the three colours stand. */
  scale: ruleCitationSchema.nullable(),
  exact: z.boolean(),
  vehicles: z.array(
    z.object({
      vehicle: z.string(),
      /** In the live table; null for a vehicle that left the register. */
      ordinal: z.number().nullable(),
      plate: z.string(),
      masked: z.boolean(),
      unit: z.object({ id: z.string(), name: z.string() }),
      severity: z.enum(['yellow', 'red']),
      firstAt: z.number(),
      lastAt: z.number(),
      speedKmh: z.number(),
      /** How long it had stood or been silent, ms; 0 where the rule does not ask. */
      heldMs: z.number(),
      fence: z.object({ id: z.string(), name: z.string(), kind: z.string() }).nullable(),
      detail: breachDetailSchema.nullable(),
      at: z.object({ lon: z.number(), lat: z.number() }).nullable(),
    }),
  ),
  total: z.number(),
})
export type AlertDetail = z.infer<typeof alertDetailSchema>

/**
 * GET /api/housing/people?region=: 调离、退休未腾退 (OF-04) and 一人两处以上 (OF-02) by the level that manages them: 自治区本级,
 * 市本级, counties, wherever their rooms are; to a unit's viewer its own unit. Most first.
 */
export const housingLevelsSchema = z.object({
  rows: z.array(
    z.object({
      region: z.string(),
      level: z.enum(['province', 'city', 'county', 'unit']),
      name: z.string(),
      /** On the books of the units managed there, the base of a rate; null for one unit. */
      people: z.number().nullable(),
      left: z.number(),
      several: z.number(),
      /** Of `several`: the second office is not below the standard, or there is a third. */
      severalRed: z.number(),
    }),
  ),
  asOf: z.number(),
})
export type HousingLevels = z.infer<typeof housingLevelsSchema>
