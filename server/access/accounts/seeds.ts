import { randomUUID } from 'node:crypto'
import { isAdministrator } from '#shared/access/accounts.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccountRepository, NewAccount } from './accountRows.ts'
import type { AccountCreate } from './accountTypes.ts'
import { hashPassword, randomPassword } from './passwords.ts'

/** A using unit or managing department that is due an account. */
interface UnitToSeed {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly role: 'department' | 'user'
}

/** An account of the beginning with its one-time password, which stands nowhere else in clear. */
export interface FirstAccount {
  readonly name: string
  readonly displayName: string
  readonly password: string
}

export interface AccountSeeds {
  /**
   * One account a name, with a random password that must be changed; existing names are left alone. `keep` makes the
   * passwords durable before any of the accounts stands: where it throws, none is made. Returns how many were made.
   */
  seedFirst(first: readonly AccountCreate[], keep: (made: readonly FirstAccount[]) => void): Promise<number>
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
export const makeAccountSeeds = ({
  accounts,
  clock,
}: {
  accounts: AccountRepository
  clock: Clock
}): AccountSeeds => ({
  seedFirst: async (first, keep) => {
    const made: { account: NewAccount; password: string }[] = []
    for (const input of first) {
      const holder = await accounts.byName(input.name)
      // An older house may have given an administrator's name to somebody else.
      const taken = isAdministrator(input.role) && (holder?.role ?? input.role) !== input.role
      const name = taken ? `${input.name}-admin` : input.name
      if (taken ? await accounts.byName(name) : holder) continue
      const password = randomPassword()
      made.push({
        account: freshAccount({ ...input, name }, clock(), await hashPassword(password)),
        password,
      })
    }
    if (made.length === 0) return 0
    keep(made.map(({ account: { name, displayName }, password }) => ({ name, displayName, password })))
    return accounts.insert(made.map(({ account }) => account))
  },
  seedUnits: (units) =>
    accounts.insert(
      units.map((unit) =>
        freshAccount(
          {
            name: unit.id,
            displayName: unit.name,
            role: unit.role === 'department' ? 'manager' : 'unit-user',
            scope:
              unit.role === 'department'
                ? { kind: 'region', region: unit.region }
                : { kind: 'unit', unit: unit.id, region: unit.region },
            responsible: '',
          },
          clock(),
          null,
        ),
      ),
    ),
})
