import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '#shared/kernel/roles.ts'
import { writeState } from '../../launch/processes/stateFile.ts'
import type { FirstAccount } from './seeds.ts'
import type { AccountCreate, AccountService } from './accountTypes.ts'
import type { UnitRow } from '../../common/scope/scopeRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'

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
  PROVINCE.map((account) => ({
    ...account,
    responsible: account.displayName,
    scope: { kind: 'region', region },
  }))

/** A manager of the first city and the user of its first unit. */
export const localAccounts = (tree: RegionTree, units: readonly UnitRow[]): AccountCreate[] => {
  const city = tree.all().find(({ level }) => level === 'city')
  if (!city) return []
  const unit = units.find(({ role, region }) => role === 'user' && tree.contains(city.code, region))
  const manager: AccountCreate = {
    name: 'manager-city',
    displayName: `${city.name}机关事务管理局`,
    role: 'manager',
    responsible: city.name,
    scope: { kind: 'region', region: city.code },
  }
  if (!unit) return [manager]
  return [
    manager,
    {
      name: 'unit',
      displayName: unit.name,
      role: 'unit-user',
      responsible: '',
      scope: { kind: 'unit', unit: unit.id, region: unit.region },
    },
  ]
}

const HEADER =
  '# 首次登录账号(登录后须修改密码) / first accounts: each password must be changed at the first sign-in\n'

const lineOf = ({ name, password, displayName }: FirstAccount): string =>
  `${name.padEnd(14)} ${password}   ${displayName}\n`

/**
 * Writes the file whole or not at all, on the disk when it returns, readable by this account only. A line of the same
 * name is of an account that was never made (the database went away in between) and gives way.
 */
const writeDown = (file: string, made: readonly FirstAccount[]): void => {
  const names = new Set(made.map(({ name }) => name))
  const stood = existsSync(file) ? readFileSync(file, 'utf8') : HEADER
  const rest = stood.split('\n').filter((line) => line !== '' && !names.has(line.split(' ')[0] as string))
  writeState(file, [...rest.map((line) => `${line}\n`), ...made.map(lineOf)].join(''))
}

/** Makes what is missing. The one-time passwords stand in the file before the accounts do: a full disk leaves no account that nobody can enter. */
export const makeFirst = (
  accounts: Pick<AccountService, 'seedFirst'>,
  dataDir: string,
  wanted: readonly AccountCreate[],
): Promise<number> =>
  accounts.seedFirst(wanted, (made) => writeDown(join(dataDir, FIRST_ACCOUNTS_FILE), made))
