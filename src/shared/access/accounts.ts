import type { Role, Scope, Viewer } from '../kernel/roles.ts'

/** 三员: 系统管理员, 安全管理员, 安全审计员. None of them makes, resets, changes or becomes another. */
export const ADMINISTRATORS = ['operator', 'security', 'auditor'] as const satisfies readonly Role[]
/** 业务账号: who works with the data. */
export const BUSINESS_ROLES = [
  'leader',
  'supervisor',
  'manager',
  'unit-user',
] as const satisfies readonly Role[]

export const isAdministrator = (role: Role): boolean => (ADMINISTRATORS as readonly Role[]).includes(role)
const isBusiness = (role: Role): boolean => (BUSINESS_ROLES as readonly Role[]).includes(role)

/**
 * What is done to an account. `change` covers name, role and scope; `state` disables and enables; `reset` issues a
 * one-time password; `hand-over` names a unit account's responsible person; `sessions` lists and ends its sessions.
 */
export const ACCOUNT_ACTS = [
  'see',
  'make',
  'change',
  'state',
  'reset',
  'unlock',
  'hand-over',
  'sessions',
] as const
export type AccountAct = (typeof ACCOUNT_ACTS)[number]

/** Why not: one's own account; a kind of account that the role does not manage, or not in that way; a scope outside one's own. */
type AccountRefusal = 'own-account' | 'kind' | 'out-of-scope'

export interface AccountStand {
  readonly name: string
  readonly role: Role
  readonly scope: Scope
}

/** Whether the region `code` is `ancestor` or lies below it. */
export type Contains = (ancestor: string, code: string) => boolean

/** Accounts of `roles` that a role may manage, in the whole of its region or only strictly below it, and by which acts. */
interface Reach {
  readonly roles: readonly Role[]
  readonly strictlyBelow: boolean
  readonly acts: readonly AccountAct[]
}

const OWN_KIND_ACTS: readonly AccountAct[] = ['see', 'make', 'change', 'state', 'reset', 'unlock']
const ownKind = (role: Role): Reach => ({ roles: [role], strictlyBelow: true, acts: OWN_KIND_ACTS })

/** Default refusal: a role that is not named here manages no account. */
const REACHES: Partial<Record<Role, readonly Reach[]>> = {
  operator: [ownKind('operator'), { roles: ['wall'], strictlyBelow: false, acts: ['see', 'state'] }],
  auditor: [ownKind('auditor')],
  security: [ownKind('security'), { roles: BUSINESS_ROLES, strictlyBelow: false, acts: ACCOUNT_ACTS }],
  manager: [{ roles: ['unit-user'], strictlyBelow: false, acts: ['see', 'reset', 'unlock', 'hand-over'] }],
}

/** Which accounts a role may list, by their roles; the region is the viewer's own. */
export const reachesOf = (role: Role): readonly Reach[] => REACHES[role] ?? []

const lies = (actor: Scope, scope: Scope, strictlyBelow: boolean, contains: Contains): boolean =>
  actor.kind === 'region' &&
  contains(actor.region, scope.region) &&
  !(strictlyBelow && scope.region === actor.region)

const refusalAt = (
  actor: Viewer,
  act: AccountAct,
  stand: Pick<AccountStand, 'role' | 'scope'>,
  contains: Contains,
): AccountRefusal | null => {
  const reach = reachesOf(actor.role).find(({ roles }) => roles.includes(stand.role))
  if (!reach || !reach.acts.includes(act)) return 'kind'
  return lies(actor.scope, stand.scope, reach.strictlyBelow, contains) ? null : 'out-of-scope'
}

/**
 * Who may do which act to whom; null when it is allowed. `next` is how a changed account would stand: it must be as
 * much in reach as the account is now, and business accounts and administrators never turn into one another.
 */
export const accountRefusal = (
  wish: {
    readonly actor: Viewer
    readonly act: AccountAct
    readonly target: AccountStand
    readonly next?: Pick<AccountStand, 'role' | 'scope'>
  },
  contains: Contains,
): AccountRefusal | null => {
  const { actor, act, target, next } = wish
  if (target.name === actor.account) return 'own-account'
  const now = refusalAt(actor, act, target, contains)
  if (now || !next) return now
  if (next.role !== target.role && !(isBusiness(next.role) && isBusiness(target.role))) return 'kind'
  return refusalAt(actor, act, next, contains)
}

/** The roles whose accounts a role may make, for the form that makes them. */
export const makeableRoles = (role: Role): readonly Role[] =>
  reachesOf(role).flatMap(({ roles, acts }) => (acts.includes('make') ? roles : []))
