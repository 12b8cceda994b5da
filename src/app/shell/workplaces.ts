import type { Permission, Role } from '#shared/kernel/roles.ts'

export type WorkplaceId = 'wall' | 'management' | 'user' | 'supervision'

/** 大屏, 管理平台, 用户平台, 监督平台: the three platforms of the Guangxi standard, and which roles work in each. */
const WORKPLACES: readonly { readonly id: WorkplaceId; readonly roles: readonly Role[] }[] = [
  { id: 'wall', roles: ['leader', 'supervisor', 'manager', 'unit-user', 'wall'] },
  { id: 'management', roles: ['manager', 'operator', 'security'] },
  { id: 'user', roles: ['unit-user'] },
  { id: 'supervision', roles: ['supervisor', 'auditor', 'leader'] },
]

export const workplacesOf = (role: Role): readonly WorkplaceId[] =>
  WORKPLACES.filter((workplace) => workplace.roles.includes(role)).map((workplace) => workplace.id)

/** The first page of a role that sees no places. */
export const homeOf = (role: Role): string => {
  const [first] = workplacesOf(role)
  return first === 'wall' || first === undefined ? '/view' : `/work/${first}`
}

/** Pages that the application itself brings; panels add more. */
export const OWN_PAGES: readonly {
  readonly id: string
  readonly workplace: WorkplaceId
  readonly needs: Permission
  readonly title: string
}[] = [
  { id: 'accounts', workplace: 'management', needs: 'accounts.read', title: 'accounts.title' },
  { id: 'alarms', workplace: 'management', needs: 'alarms.read', title: 'alarms.title' },
  { id: 'walls', workplace: 'management', needs: 'walls.pair', title: 'walls.list' },
  { id: 'audit', workplace: 'supervision', needs: 'audit.read', title: 'audit.title' },
  { id: 'alarms', workplace: 'supervision', needs: 'alarms.read', title: 'alarms.title' },
  { id: 'quarantine', workplace: 'management', needs: 'ops.read', title: 'quarantine.title' },
  { id: 'quarantine', workplace: 'supervision', needs: 'ops.read', title: 'quarantine.title' },
  { id: 'accounts', workplace: 'supervision', needs: 'accounts.read', title: 'accounts.title' },
]
