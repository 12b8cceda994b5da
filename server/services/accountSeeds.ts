import { randomUUID } from 'node:crypto'
import { isAdministrator } from '#shared/access/accounts.ts'
import type { Role } from '#shared/access/roles.ts'
import type { Clock } from '../clock.ts'
import type { AccountRepository, NewAccount } from '../repositories/accounts.ts'
import type { AccountCreate } from './accounts.ts'
import { hashPassword, randomPassword } from './passwords.ts'

/** A using unit or managing department that is due an account. */
interface UnitToSeed {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly role: 'department' | 'user'
}

export interface AccountSeeds {
  /** One account a name, with a random password that must be changed; existing names are left alone. Returns what was made. */
  seedFirst(first: readonly AccountCreate[]): Promise<{ name: string; role: Role; displayName: string; password: string }[]>
  /** Pending accounts without a password for departments and units; existing names are left alone. */
  seedUnits(units: readonly UnitToSeed[]): Promise<number>
}

/** An account that is about to be kept: pending without a password, else with one that must be changed. */
export const freshAccount = (input: AccountCreate, now: number, passwordHash: string | null): NewAccount => ({
  id: randomUUID(),
  name: input.name.toLowerCase(),
  displayName: input.displayName,
  role: input.role,
  scope: input.scope,
  responsible: input.responsible,
  responsiblePhone: input.responsiblePhone ?? '',
  handedOverAt: input.role === 'unit-user' && passwordHash !== null && input.responsible !== '' ? now : null,
  state: passwordHash === null ? 'pending' : 'active',
  passwordHash,
  mustChange: true,
  passwordAt: passwordHash === null ? null : now,
  createdAt: now,
})

/** The accounts that a house begins with. */
export const makeAccountSeeds = ({ accounts, clock }: { accounts: AccountRepository; clock: Clock }): AccountSeeds => ({
  seedFirst: async (first) => {
    const made = []
    for (const input of first) {
      const password = randomPassword()
      const hash = await hashPassword(password)
      const put = async (name: string): Promise<boolean> => (await accounts.insert([freshAccount({ ...input, name }, clock(), hash)])) > 0
      // An older house may have given an administrator's name to somebody else.
      const other = `${input.name}-admin`
      const taken = isAdministrator(input.role) && ((await accounts.byName(input.name))?.role ?? input.role) !== input.role
      const name = taken ? other : input.name
      if (await put(name)) made.push({ name, role: input.role, displayName: input.displayName, password })
    }
    return made
  },
  seedUnits: (units) =>
    accounts.insert(
      units.map((unit) =>
        freshAccount(
          {
            name: unit.id,
            displayName: unit.name,
            role: unit.role === 'department' ? 'manager' : 'unit-user',
            scope: unit.role === 'department' ? { kind: 'region', region: unit.region } : { kind: 'unit', unit: unit.id, region: unit.region },
            responsible: '',
          },
          clock(),
          null,
        ),
      ),
    ),
})
