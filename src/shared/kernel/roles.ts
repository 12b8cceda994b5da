import { z } from 'zod'

/**
 * 领导, 监督人员 (监督平台), 管理人员 (管理平台), 使用单位用户 (用户平台), 安全审计员, 系统管理员, 安全管理员, 大屏.
 * The three administrators (三员分立) separate system, security and audit duties (GB/T 22239-2019 8.1.4.2).
 */
export const ROLES = [
  'leader',
  'supervisor',
  'manager',
  'unit-user',
  'auditor',
  'operator',
  'security',
  'wall',
] as const
export const roleSchema = z.enum(ROLES)
export type Role = z.infer<typeof roleSchema>

/** What an account may see: a region and all below it, or one unit. */
export const scopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('region'), region: z.string() }),
  z.object({ kind: z.literal('unit'), unit: z.string(), region: z.string() }),
])
export type Scope = z.infer<typeof scopeSchema>

/** What a route or topic needs. Nothing is granted that is not named here. */
const PERMISSIONS = [
  'view.places',
  'view.people',
  'view.live',
  'view.tracks',
  'view.alerts',
  'edit.rooms',
  'unmask',
  /** Lists the accounts that one may manage; which those are says accounts.ts. */
  'accounts.read',
  /** Makes and changes accounts: business ones for 安全管理员, own kind below for each administrator. */
  'accounts.make',
  /** Issues one-time passwords and lifts locks. */
  'accounts.reset',
  /** Sees and ends other accounts' sessions. */
  'accounts.manage',
  /** Hands unit accounts over to their responsible person (指定专人). */
  'accounts.units',
  /** 登录告警. */
  'alarms.read',
  'walls.pair',
  'audit.read',
  'ops.read',
  'standards.edit',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const GRANTS: Record<Role, readonly Permission[]> = {
  leader: ['view.places', 'view.people', 'view.live', 'view.tracks', 'view.alerts'],
  supervisor: ['view.places', 'view.people', 'view.live', 'view.tracks', 'view.alerts', 'unmask', 'ops.read'],
  manager: [
    'view.places',
    'view.people',
    'view.live',
    'view.tracks',
    'view.alerts',
    'edit.rooms',
    'unmask',
    'standards.edit',
    'ops.read',
    'accounts.read',
    'accounts.reset',
    'accounts.units',
  ],
  'unit-user': ['view.places', 'view.people', 'view.live', 'view.alerts'],
  auditor: ['audit.read', 'ops.read', 'alarms.read', 'accounts.read', 'accounts.make', 'accounts.reset'],
  operator: ['walls.pair', 'ops.read', 'accounts.read', 'accounts.make', 'accounts.reset'],
  security: ['accounts.read', 'accounts.make', 'accounts.reset', 'accounts.manage', 'alarms.read'],
  wall: ['view.places', 'view.live', 'view.alerts', 'view.people'],
}

export const may = (role: Role, permission: Permission): boolean => GRANTS[role].includes(permission)

export interface Viewer {
  readonly account: string
  readonly role: Role
  readonly scope: Scope
}

/** Names and plates stand masked for these roles until an unmasking is logged; a wall never unmasks. */
export const masksByDefault = (role: Role): boolean =>
  role === 'wall' || role === 'unit-user' || role === 'supervisor' || role === 'leader'
