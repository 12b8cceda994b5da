import type { z } from 'zod'
import type { AccountAct, Contains } from '#shared/access/accounts.ts'
import type { Scope, Viewer } from '#shared/kernel/roles.ts'
import type {
  accountCreateSchema,
  Account,
  OpenSession,
  Responsible,
  SignInAlarm,
} from '#shared/protocol/http.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccountPatch, AccountQuery, AccountRecord, AccountRepository } from './accountRows.ts'
import type { SignInRepository } from '../sessions/signInRows.ts'
import type { AccountSeeds } from './seeds.ts'
import type { AuditService } from '../audit/audit.ts'
import type { SessionService } from '../sessions/sessions.ts'

export type AccountCreate = z.infer<typeof accountCreateSchema>
export type Change = Omit<AccountPatch, 'handedOverAt'>

/** Who acts. `server`: a command on the server itself, which stands above the three administrators. */
export interface By {
  readonly viewer: Viewer
  readonly address: string
  readonly server?: true
}

export interface AccountService extends AccountSeeds {
  /** The accounts that one may manage, never more. */
  list(query: Omit<AccountQuery, 'reach'>, by: By): Promise<{ accounts: Account[]; total: number }>
  /** Throws `conflict` when the name is taken, `bad-request` when the scope does not exist or does not fit the role. */
  create(input: AccountCreate, by: By): Promise<{ account: Account; oneTimePassword: string }>
  /** Throws `conflict` for the last active administrator of its kind. */
  patch(id: string, change: Change, by: By): Promise<Account>
  /** A new one-time password that must be changed at once; also issues a pending account's first. */
  reset(id: string, by: By): Promise<{ account: Account; oneTimePassword: string }>
  /** Hands a unit's account to its responsible person, with a one-time password. */
  handOver(id: string, to: Responsible, by: By): Promise<{ account: Account; oneTimePassword: string }>
  /** Another responsible person for a unit's account that was handed over. */
  setResponsible(id: string, to: Responsible, by: By): Promise<Account>
  /** Ends a wall for good: it must be paired anew. */
  endWall(id: string, by: By): Promise<void>
  /** The sessions of an account that one manages. */
  sessionsOf(id: string, by: By): Promise<OpenSession[]>
  endSessionsOf(id: string, by: By): Promise<void>
  /** 登录告警 of accounts in one's own region; names that are nobody's at the top alone. */
  alarms(by: By): Promise<SignInAlarm[]>
  /** Lifts a lock from every address. */
  unlock(id: string, by: By): Promise<Account>
  /** Throws unless `by` may do `act` to the account. */
  mustReach(id: string, act: AccountAct, by: By): Promise<AccountRecord>
}

export interface AccountDeps {
  readonly accounts: AccountRepository
  readonly signIns: SignInRepository
  readonly sessions: SessionService
  readonly audit: AuditService
  readonly clock: Clock
  /** Whether the region or unit exists, with the unit in that region. */
  readonly scopeExists: (scope: Scope) => Promise<boolean>
  readonly contains: Contains
  /** A region and all below it; null where that is everything. */
  readonly subtree: (region: string) => readonly string[] | null
  /** Names of regions and units by their codes; what is not known is left out. */
  readonly scopeNames: (scopes: readonly Scope[]) => Promise<ReadonlyMap<string, string>>
  /** The house's own region, where the administrators stand who cannot all go. */
  readonly top: string
}
