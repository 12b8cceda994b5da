import { z } from 'zod'
import { gradeSchema, organLevelSchema } from '../grades.ts'
import { roomCategorySchema, roomStateSchema } from '../rooms.ts'
import { placeRefSchema } from '../../region/place.ts'
import { provenanceSchema, ruleCitationSchema } from '../../kernel/schemas.ts'

/** GET /api/rooms/:id. */
export const roomCardSchema = z.object({
  id: z.string(),
  number: z.string(),
  path: z.array(placeRefSchema),
  category: roomCategorySchema,
  use: z.string(),
  state: roomStateSchema,
  stateSince: z.string(),
  idleDays: z.number().nullable(),
  usableArea: z.number(),
  unit: z.object({ id: z.string(), name: z.string(), level: organLevelSchema }).nullable(),
  /** `name` and `phone` arrive masked unless the role may see them. */
  occupants: z.array(
    z.object({
      person: z.string(),
      name: z.string(),
      masked: z.boolean(),
      grade: gradeSchema,
      gradeName: z.string(),
      post: z.string(),
      share: z.number(),
      since: z.string(),
      limit: z.number().nullable(),
      area: z.number(),
      workstation: z.string().nullable(),
    }),
  ),
  workstations: z.array(z.object({ id: z.string(), code: z.string(), person: z.string().nullable() })),
  /** null when no limit applies. `over` is negative when below it. */
  verdict: z
    .object({
      limit: z.number(),
      over: z.number(),
      since: z.string(),
      level: z.enum(['green', 'yellow', 'red']),
      rule: ruleCitationSchema,
    })
    .nullable(),
  neighbours: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      use: z.string(),
      state: roomStateSchema,
      usableArea: z.number(),
      unitName: z.string().nullable(),
    }),
  ),
  /** What would clear it, best first; empty when nothing needs clearing. */
  remedies: z.array(
    z.object({
      kind: z.enum(['swap', 'share', 'partition', 'return', 'assign', 'none-found']),
      room: z.string().nullable(),
      number: z.string().nullable(),
      text: z.object({ zh: z.string(), en: z.string() }),
    }),
  ),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type RoomCard = z.infer<typeof roomCardSchema>

/** PATCH /api/rooms/:id. A reason is kept in the change log. */
export const roomEditSchema = z.object({
  reason: z.string().min(2).max(200),
  use: z.string().max(64).optional(),
  category: roomCategorySchema.optional(),
  state: roomStateSchema.optional(),
  usableArea: z.number().nonnegative().max(1_000_000).optional(),
  unit: z.string().max(64).nullable().optional(),
  occupants: z
    .array(z.object({ person: z.string().max(64), share: z.number().positive().max(1) }))
    .max(200)
    .optional(),
})
export type RoomEdit = z.infer<typeof roomEditSchema>

/** GET /api/units/:id. */
export const unitCardSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  level: organLevelSchema,
  path: z.array(placeRefSchema),
  establishment: z.array(
    z.object({ grade: gradeSchema, gradeName: z.string(), count: z.number(), limit: z.number().nullable() }),
  ),
  measures: z.array(z.number()),
  /** 核定: A, B, E and the basic area they allow, m²; with the worked formula's inputs. */
  approved: z.object({
    a: z.number(),
    b: z.number(),
    e: z.number(),
    basic: z.number(),
    used: z.number(),
    over: z.number(),
    rules: z.array(ruleCitationSchema),
  }),
  buildings: z.array(
    z.object({ id: z.string(), name: z.string(), rooms: z.number(), usableArea: z.number() }),
  ),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type UnitCard = z.infer<typeof unitCardSchema>

/** GET /api/search?q=&limit=. */
const searchHitSchema = z.object({
  kind: z.enum(['region', 'unit', 'compound', 'building', 'room', 'vehicle', 'person']),
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  /** Where to fly: the place to open and what to select in it. */
  place: z.string(),
  select: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
})
export type SearchHit = z.infer<typeof searchHitSchema>
export const searchSchema = z.object({
  q: z.string(),
  hits: z.array(searchHitSchema),
  total: z.number(),
  tookMs: z.number(),
})
export type SearchAnswer = z.infer<typeof searchSchema>
