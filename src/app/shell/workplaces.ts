import type { Role } from '#shared/kernel/roles.ts'

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
