import { z } from 'zod'
import { roleSchema, scopeSchema } from '../../access/roles.ts'

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

/** POST /api/unmask. */
export const unmaskSchema = z.object({ kind: z.enum(['person', 'vehicle']), id: z.string().min(1).max(64), reason: z.string().min(2).max(200) })
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
