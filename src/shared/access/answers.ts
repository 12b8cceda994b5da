import { z } from 'zod'
import { roleSchema, scopeSchema } from '../kernel/roles.ts'

/** GET /api/session (204 for nobody), POST /api/session {name, password}, POST /api/pair {code}. */
export const sessionSchema = z.object({
  account: z.string(),
  displayName: z.string(),
  role: roleSchema,
  scope: scopeSchema,
  mustChangePassword: z.boolean(),
  /** Whole days until the password must be changed; null where there is none. */
  passwordDueInDays: z.number().nullable().optional(),
  /** When the session ends unless the person acts, by the server's clock, epoch ms; null for a wall. */
  endsAt: z.number().nullable(),
  /** The server's clock, epoch ms: the screen's one clock starts from it. */
  now: z.number(),
  version: z.string(),
  mapboxToken: z.string().nullable(),
  /** The place at the top of the viewer's scope. */
  home: z.string(),
  /** Addresses on this server of the local 3D Tiles that the globe may show. */
  tilesets: z.array(z.string()).optional(),
  /** 审图号, or what else the site prints beside its map; null or left out where it gives none. */
  mapNote: z.string().nullable().optional(),
})
export type Session = z.infer<typeof sessionSchema>

/**
 * Why a session ended: signed out, idle, account disabled, pushed out by a newer one, ended by its owner or
 * an administrator, password reset, or too many wrong passwords.
 */
export const SESSION_ENDS = [
  'signed-out',
  'idle',
  'disabled',
  'replaced',
  'ended',
  'reset',
  'failed',
] as const
export type SessionEnd = (typeof SESSION_ENDS)[number]

/** GET /api/sessions: where one is signed in. */
export const openSessionSchema = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  address: z.string(),
  /** What the browser calls itself. */
  agent: z.string(),
  since: z.number(),
  seenAt: z.number(),
  /** The last act of the person. */
  actedAt: z.number(),
})
export type OpenSession = z.infer<typeof openSessionSchema>

/** GET /api/sign-in-alarms (登录告警): many wrong passwords for one name. */
export const signInAlarmSchema = z.object({
  id: z.number(),
  name: z.string(),
  /** The newest of `addresses`. */
  address: z.string(),
  addresses: z.number(),
  failures: z.number(),
  firstAt: z.number(),
  lastAt: z.number(),
})
export type SignInAlarm = z.infer<typeof signInAlarmSchema>

/** GET /api/walls. */
export const wallSchema = z.object({
  id: z.string(),
  label: z.string(),
  scope: scopeSchema,
  scopeName: z.string(),
  pairedAt: z.number(),
  pairedBy: z.string(),
  /** null once its session has ended. */
  seenAt: z.number().nullable(),
  address: z.string().nullable(),
  ended: z.boolean(),
})
export type PairedWall = z.infer<typeof wallSchema>

export const signInSchema = z.object({
  name: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
})
export const changePasswordSchema = z.object({
  current: z.string().min(1).max(256),
  next: z.string().min(1).max(256),
})
export const pairSchema = z.object({ code: z.string().min(16).max(128) })

/** POST /api/unmask. */
export const unmaskSchema = z.object({
  kind: z.enum(['person', 'vehicle']),
  id: z.string().min(1).max(64),
  reason: z.string().min(2).max(200),
})
/** POST /api/unmask answers one of these; logged first. */
export const unmaskedSchema = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  plate: z.string().nullable(),
})

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
  /** How many equal refusals it stands for. */
  times: z.number(),
  /** The account's region at that time; null where no account stands behind it. */
  region: z.string().nullable(),
})
export type AuditRow = z.infer<typeof auditRowSchema>
/** GET /api/audit/summary?from=&to=: who did what how often. */
export const auditSummarySchema = z.object({
  rows: z.array(
    z.object({
      account: z.string(),
      role: z.string(),
      event: z.string(),
      outcome: z.enum(['ok', 'refused', 'failed']),
      count: z.number(),
      last: z.number(),
    }),
  ),
})
const auditBreakSchema = z.object({
  row: z.number(),
  at: z.number().nullable(),
  kind: z.enum(['changed', 'missing', 'tail', 'anchored', 'anchor-file', 'before-key']),
  reason: z.string(),
  known: z.object({ row: z.number(), at: z.number(), account: z.string(), reason: z.string() }).nullable(),
})
/** GET /api/audit/verify. Below the top of the house it says only whether the log is whole. */
export const auditCheckSchema = z.object({
  ok: z.boolean(),
  rows: z.number(),
  brokenAt: z.number().nullable(),
  reason: z.string().nullable(),
  breaks: z.array(auditBreakSchema),
  broken: z.number(),
  anchors: z.object({ count: z.number(), lastAt: z.number().nullable(), lastRow: z.number().nullable() }),
  unsigned: z.number(),
})
export type AuditCheckAnswer = z.infer<typeof auditCheckSchema>
/** GET /api/audit/verify/progress: null while none runs. */
export const auditProgressSchema = z.object({
  running: z.object({ done: z.number(), of: z.number() }).nullable(),
})
/** GET /api/audit/anchors, newest first. */
export const auditAnchorsSchema = z.object({
  anchors: z.array(
    z.object({ n: z.number(), day: z.string(), at: z.number(), id: z.number(), hash: z.string() }),
  ),
  total: z.number(),
})
/** GET /api/audit/notable?from=&to=: what the log shows that somebody should look at. */
export const auditNotableSchema = z.object({
  rows: z.array(
    z.object({
      kind: z.enum(['refusals', 'failures', 'unmaskings', 'tracks', 'night']),
      account: z.string(),
      from: z.number(),
      count: z.number(),
      limit: z.number(),
    }),
  ),
})
export type AuditNotable = z.infer<typeof auditNotableSchema>

export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  role: roleSchema,
  scope: scopeSchema,
  /** The region's or unit's name; its code where it is not known. */
  scopeName: z.string(),
  /** 指定专人, and the telephone. */
  responsible: z.string(),
  responsiblePhone: z.string(),
  /** Since when a unit's account is with its responsible person, epoch ms; null until it was handed over (待移交). */
  handedOverAt: z.number().nullable(),
  state: z.enum(['pending', 'active', 'locked', 'disabled']),
  lastSignIn: z.number().nullable(),
})
export type Account = z.infer<typeof accountSchema>
/** What an account may be called; kept in lower case. */
export const ACCOUNT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/
export const accountCreateSchema = accountSchema
  .pick({ name: true, displayName: true, role: true, scope: true, responsible: true })
  .extend({ responsiblePhone: z.string().optional() })

/**
 * POST /api/accounts/:id/hand-over and PUT /api/accounts/:id/responsible: who is in charge of a unit's
 * account, and how to reach that person.
 */
export const responsibleSchema = z.object({
  responsible: z.string().trim().min(2).max(100),
  responsiblePhone: z
    .string()
    .trim()
    .regex(/^[0-9+() -]{5,30}$/, 'a telephone number: 5 to 30 digits, spaces, + ( ) -'),
})
export type Responsible = z.infer<typeof responsibleSchema>

/** GET /api/scopes: the regions that an account or wall may be bound to, within one's own. */
export const scopeRegionSchema = z.object({
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
})
export type ScopeRegion = z.infer<typeof scopeRegionSchema>
/** GET /api/scopes/units?q=…: units within one's own region, by name. */
export const scopeUnitSchema = z.object({ id: z.string(), name: z.string(), region: z.string() })
export type ScopeUnit = z.infer<typeof scopeUnitSchema>
