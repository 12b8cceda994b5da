import type { Scope, Viewer } from '#shared/kernel/roles.ts'
import type { SessionEnd } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

export interface ActiveSession {
  readonly sessionId: string
  readonly accountId: string
  readonly displayName: string
  readonly viewer: Viewer
  readonly mustChangePassword: boolean
  /** Whole days until a change is due; null where there is no password. */
  readonly passwordDueInDays: number | null
  /** When it ends unless the person acts; null for a wall. */
  readonly endsAt: EpochMs | null
}

/** What whoever lets requests in asks of the sessions. */
export interface Sessions {
  /** null when the token is unknown, idle or disabled. A request is no act: polling keeps nobody signed in. */
  resolve(token: string): Promise<ActiveSession | null>
  /** Why the session of this token ended, where that is still known. */
  endOf(token: string): SessionEnd | null
}

/** Who issues a code. */
interface Issuer {
  readonly account: string
  readonly role: string
  readonly address: string
  readonly scope?: Scope
}
/** One-time codes by which a wall is paired. */
export interface PairingCodes {
  /**
   * A one-time code for a wall that sees `scope`; it is shown once and kept only as its hash. Throws `bad-request` where
   * there is no such scope, `out-of-scope` where it lies outside `by.scope`; the launcher and the command line have none.
   */
  issue(by: Issuer, label: string, scope: Scope): Promise<{ code: string; expiresAt: EpochMs }>
}
