/**
 * Guanlan's own HTTP contract: what the browser asks and what the server answers. Every route below `/api` needs a
 * session, and names its permission in the server's route table; ids out of the viewer's scope answer 404.
 */
import { z } from 'zod'
import { gradeSchema, organLevelSchema } from '../housing/grades.ts'
import { roomCategorySchema, roomStateSchema } from '../housing/rooms.ts'
import { placeKindSchema, placeRefSchema } from '../region/place.ts'
import { roleSchema, scopeSchema } from '../access/roles.ts'

const ring = z.array(z.tuple([z.number(), z.number()]))
/** Where a record came from and when it was true. */
export const provenanceSchema = z.object({ source: z.string(), sourceId: z.string(), updatedAt: z.number(), receivedAt: z.number() })
export type Provenance = z.infer<typeof provenanceSchema>

/** GET /api/session (204 for nobody), POST /api/session {name, password}, POST /api/pair {code}. */
export const sessionSchema = z.object({
  account: z.string(),
  displayName: z.string(),
  role: roleSchema,
  scope: scopeSchema,
  mustChangePassword: z.boolean(),
  /** Whole days until the password must be changed; null where there is none. */
  passwordDueInDays: z.number().nullable().optional(),
  /** The server's clock, epoch ms: the screen's one clock starts from it. */
  now: z.number(),
  version: z.string(),
  mapboxToken: z.string().nullable(),
  /** The place at the top of the viewer's scope. */
  home: z.string(),
  /** Addresses on this server of the local 3D Tiles that the globe may show. */
  tilesets: z.array(z.string()).optional(),
})
export type Session = z.infer<typeof sessionSchema>
export const signInSchema = z.object({ name: z.string().min(1).max(64), password: z.string().min(1).max(256) })
export const changePasswordSchema = z.object({ current: z.string().min(1).max(256), next: z.string().min(1).max(256) })
export const pairSchema = z.object({ code: z.string().min(16).max(128) })

/** GET /api/regions: every region in scope with geometry and measures; the overview needs nothing else to colour and switch. */
export const regionRowSchema = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  kind: z.enum(['province', 'city', 'county']),
  name: z.string(),
  center: z.tuple([z.number(), z.number()]),
  geometry: z.array(z.array(ring)),
  /** In MEASURES order. */
  measures: z.array(z.number()),
})
export type RegionRow = z.infer<typeof regionRowSchema>
export const regionsSchema = z.object({ regions: z.array(regionRowSchema), asOf: z.number() })
export type Regions = z.infer<typeof regionsSchema>

/** GET /api/compounds?region=: all compounds below a region, for dots. */
export const compoundRowSchema = z.object({ id: z.string(), name: z.string(), lon: z.number(), lat: z.number(), measures: z.array(z.number()) })
export type CompoundRow = z.infer<typeof compoundRowSchema>

/** GET /api/depots?region=: 停车场, where vehicles are kept. */
export const depotSchema = z.object({ id: z.string(), region: z.string(), name: z.string(), lon: z.number(), lat: z.number() })
export type Depot = z.infer<typeof depotSchema>
export const depotsSchema = z.object({ depots: z.array(depotSchema) })

/** A place in a list of children. */
export const childSchema = z.object({
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

/** One room of an interior, with what colours it. */
export const interiorRoomSchema = z.object({
  id: z.string(),
  number: z.string(),
  category: roomCategorySchema,
  use: z.string(),
  state: roomStateSchema,
  idleDays: z.number().nullable(),
  usableArea: z.number(),
  /** m² that the occupants' grades allow; null when the room is no occupied office. */
  limit: z.number().nullable(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  occupants: z.number(),
  ring,
  desks: z.array(z.object({ id: z.string(), code: z.string(), x: z.number(), y: z.number(), rotation: z.number(), used: z.boolean() })),
})
export type InteriorRoomRow = z.infer<typeof interiorRoomSchema>
export const interiorFloorSchema = z.object({
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

/** A limit as it applies: the number, the document, the article, how far it was confirmed. */
export const ruleCitationSchema = z.object({ document: z.string(), article: z.string(), mark: z.enum(['T', 'S', 'V', 'M', 'D']) })
export type RuleCitation = z.infer<typeof ruleCitationSchema>

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
  verdict: z.object({ limit: z.number(), over: z.number(), since: z.string(), level: z.enum(['green', 'yellow', 'red']), rule: ruleCitationSchema }).nullable(),
  neighbours: z.array(z.object({ id: z.string(), number: z.string(), use: z.string(), state: roomStateSchema, usableArea: z.number(), unitName: z.string().nullable() })),
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
  use: z.string().optional(),
  category: roomCategorySchema.optional(),
  state: roomStateSchema.optional(),
  usableArea: z.number().nonnegative().max(1_000_000).optional(),
  unit: z.string().nullable().optional(),
  occupants: z.array(z.object({ person: z.string(), share: z.number().positive().max(1) })).optional(),
})
export type RoomEdit = z.infer<typeof roomEditSchema>

/** GET /api/units/:id. */
export const unitCardSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  level: organLevelSchema,
  path: z.array(placeRefSchema),
  establishment: z.array(z.object({ grade: gradeSchema, gradeName: z.string(), count: z.number(), limit: z.number().nullable() })),
  measures: z.array(z.number()),
  /** 核定: A, B, E and the basic area they allow, m²; with the worked formula's inputs. */
  approved: z.object({ a: z.number(), b: z.number(), e: z.number(), basic: z.number(), used: z.number(), over: z.number(), rules: z.array(ruleCitationSchema) }),
  buildings: z.array(z.object({ id: z.string(), name: z.string(), rooms: z.number(), usableArea: z.number() })),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type UnitCard = z.infer<typeof unitCardSchema>

/** GET /api/search?q=&limit=. */
export const searchHitSchema = z.object({
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
export const searchSchema = z.object({ q: z.string(), hits: z.array(searchHitSchema), total: z.number(), tookMs: z.number() })
export type SearchAnswer = z.infer<typeof searchSchema>

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
  last: z.object({ at: z.number(), lon: z.number(), lat: z.number(), speedKmh: z.number(), headingDeg: z.number(), alarms: z.array(z.string()) }).nullable(),
  order: z.object({ id: z.string(), reason: z.string(), from: z.string(), to: z.string(), start: z.number(), end: z.number(), status: z.string() }).nullable(),
  driver: z.object({ name: z.string(), phone: z.string().nullable(), masked: z.boolean() }).nullable(),
  month: z.object({ month: z.string(), daysUsed: z.number(), daysDue: z.number(), kilometres: z.number(), cost: z.number() }).nullable(),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type VehicleCard = z.infer<typeof vehicleCardSchema>

/** GET /api/vehicles/:ordinalOrId/track?from=&to=. Needs `view.tracks`; every query is logged. Default: the last hour. */
export const trackSchema = z.object({
  vehicle: z.string(),
  from: z.number(),
  to: z.number(),
  points: z.array(z.object({ at: z.number(), lon: z.number(), lat: z.number(), speedKmh: z.number(), headingDeg: z.number() })),
  total: z.number(),
})
export type Track = z.infer<typeof trackSchema>

/** GET /api/vehicles/summary?region=. */
export const vehicleSummarySchema = z.object({
  total: z.number(),
  byState: z.object({ moving: z.number(), parked: z.number(), offline: z.number(), alarm: z.number() }),
  byCategory: z.array(z.object({ category: z.string(), count: z.number() })),
  asOf: z.number(),
})
export type VehicleSummary = z.infer<typeof vehicleSummarySchema>

const quarters = z.array(z.number().nullable())
/** GET /api/energy/buildings/:id: quarter-hour kWh of today and yesterday by 分项, the year against its quota. */
export const buildingEnergySchema = z.object({
  building: z.string(),
  ordinal: z.number(),
  items: z.array(z.object({ item: z.string(), name: z.string(), today: quarters, yesterday: quarters, kw: z.number().nullable() })),
  year: z.object({ year: z.number(), usedKwh: z.number(), quotaKwh: z.number().nullable(), basis: z.string().nullable(), projectedKwh: z.number().nullable() }),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type BuildingEnergy = z.infer<typeof buildingEnergySchema>

/** GET /api/energy/load?region=: the region's load, kW, each quarter hour of today and yesterday. */
export const loadCurveSchema = z.object({
  region: z.string(),
  today: quarters,
  yesterday: quarters,
  /** Sum of the newest readings. */
  nowKw: z.number(),
  todayKwh: z.number(),
  byItem: z.array(z.object({ item: z.string(), name: z.string(), todayKwh: z.number() })),
  buildingsReporting: z.number(),
  buildings: z.number(),
  asOf: z.number(),
})
export type LoadCurve = z.infer<typeof loadCurveSchema>

/** GET /api/alerts?region=&limit=. */
export const alertSchema = z.object({
  id: z.string(),
  at: z.number(),
  /** 绿 合规, 黄 提醒, 红 报警. */
  severity: z.enum(['green', 'yellow', 'red']),
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
})
export type Alert = z.infer<typeof alertSchema>
export const alertsSchema = z.object({ alerts: z.array(alertSchema), total: z.number() })

/** GET /api/sources. */
export const sourceStatusSchema = z.object({
  name: z.string(),
  way: z.enum(['request', 'callback', 'session', 'broadcast']),
  state: z.enum(['starting', 'live', 'catching-up', 'backing-off', 'stopped']),
  /** Epoch ms of the newest record that was kept; null before the first. */
  lastAt: z.number().nullable(),
  received: z.number(),
  quarantined: z.number(),
  error: z.string().nullable(),
})
export type SourceStatus = z.infer<typeof sourceStatusSchema>

/** GET /api/quarantine?limit=: records that failed at the door and are not made good yet, newest first. */
export const quarantineSchema = z.object({
  rows: z.array(
    z.object({ id: z.number(), source: z.string(), collection: z.string(), recordId: z.string().nullable(), field: z.string().nullable(), reason: z.string(), times: z.number(), firstAt: z.number(), lastAt: z.number() }),
  ),
  total: z.number(),
})
export type QuarantineList = z.infer<typeof quarantineSchema>

/** GET /api/energy/buildings?region=: ordinals of the energy frames with where they stand; `kw` null while silent. */
export const energyBuildingsSchema = z.object({
  buildings: z.array(z.object({ id: z.string(), ordinal: z.number(), name: z.string(), lon: z.number(), lat: z.number(), kw: z.number().nullable(), todayKwh: z.number() })),
  asOf: z.number(),
})
export type EnergyBuildings = z.infer<typeof energyBuildingsSchema>

/** POST /api/unmask. */
export const unmaskSchema = z.object({ kind: z.enum(['person', 'vehicle']), id: z.string(), reason: z.string().min(2).max(200) })
/** POST /api/unmask answers one of these; logged first. */
export const unmaskedSchema = z.object({ name: z.string().nullable(), phone: z.string().nullable(), plate: z.string().nullable() })

export const auditRowSchema = z.object({
  id: z.number(),
  at: z.number(),
  account: z.string(),
  role: z.string(),
  event: z.string(),
  target: z.string().nullable(),
  outcome: z.enum(['ok', 'refused', 'failed']),
  address: z.string(),
  detail: z.string().nullable(),
})
export type AuditRow = z.infer<typeof auditRowSchema>

export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  role: roleSchema,
  scope: scopeSchema,
  /** 指定专人. */
  responsible: z.string(),
  state: z.enum(['pending', 'active', 'locked', 'disabled']),
  lastSignIn: z.number().nullable(),
})
export type Account = z.infer<typeof accountSchema>
export const accountCreateSchema = accountSchema.pick({ name: true, displayName: true, role: true, scope: true, responsible: true })

/** Every error answer. `message` is for a person; `code` is translated. */
export const errorAnswerSchema = z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional() })

/** GET /healthz, no session. */
export const healthSchema = z.object({
  ok: z.boolean(),
  version: z.string(),
  database: z.object({ ok: z.boolean(), error: z.string().nullable() }),
  sources: z.array(sourceStatusSchema.extend({ ageMs: z.number().nullable() })),
})
export type Health = z.infer<typeof healthSchema>
