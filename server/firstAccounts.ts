import { appendFileSync, chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '#shared/access/roles.ts'
import type { AccountCreate, AccountService } from './services/accounts.ts'
import type { UnitRow } from './repositories/scopes.ts'
import type { RegionTree } from './services/regionTree.ts'

const FIRST_ACCOUNTS_FILE = 'first-accounts.txt'

const PROVINCE: readonly { role: Role; name: string; displayName: string }[] = [
  { role: 'leader', name: 'leader', displayName: '自治区领导' },
  { role: 'supervisor', name: 'supervisor', displayName: '自治区监督人员' },
  { role: 'manager', name: 'manager', displayName: '自治区机关事务管理局' },
  { role: 'auditor', name: 'auditor', displayName: '安全审计员' },
  { role: 'operator', name: 'operator', displayName: '系统管理员' },
  { role: 'security', name: 'security', displayName: '安全管理员' },
]

/** One account a role for the whole region, so that somebody can sign in before any platform has answered. */
export const provinceAccounts = (region: string): AccountCreate[] =>
  PROVINCE.map((account) => ({ ...account, responsible: account.displayName, scope: { kind: 'region', region } }))

/** A manager of the first city and the user of its first unit. */
export const localAccounts = (tree: RegionTree, units: readonly UnitRow[]): AccountCreate[] => {
  const city = tree.all().find(({ level }) => level === 'city')
  if (!city) return []
  const unit = units.find(({ role, region }) => role === 'user' && tree.contains(city.code, region))
  const manager: AccountCreate = { name: 'manager-city', displayName: `${city.name}机关事务管理局`, role: 'manager', responsible: city.name, scope: { kind: 'region', region: city.code } }
  if (!unit) return [manager]
  return [manager, { name: 'unit', displayName: unit.name, role: 'unit-user', responsible: '', scope: { kind: 'unit', unit: unit.id, region: unit.region } }]
}

const HEADER = '# 首次登录账号(登录后须修改密码) / first accounts: each password must be changed at the first sign-in\n'

/** Makes what is missing and adds the one-time passwords to a file that only this account can read. */
export const makeFirst = async (accounts: AccountService, dataDir: string, wanted: readonly AccountCreate[]): Promise<number> => {
  const made = await accounts.seedFirst(wanted)
  if (made.length === 0) return 0
  const file = join(dataDir, FIRST_ACCOUNTS_FILE)
  if (!existsSync(file)) writeFileSync(file, HEADER, { mode: 0o600 })
  chmodSync(file, 0o600)
  appendFileSync(file, made.map((account) => `${account.name.padEnd(14)} ${account.password}   ${account.displayName}\n`).join(''))
  return made.length
}
