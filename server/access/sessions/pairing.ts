import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { PairedWall } from '#shared/protocol/http.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccountRepository } from '../accounts/accountRows.ts'
import type { PairingRepository } from './pairingRows.ts'
import type { AuditService } from '../audit/audit.ts'
import type { ScopeService } from '../../common/scope/scopes.ts'
import type { From } from './signIn.ts'
import type { ActiveSession, PairingCodes } from '../../common/ports/sessions.ts'
import { hashToken, type SessionService } from './sessions.ts'

const PAIRING_VALID_MS = 10 * MINUTE_MS
/** Most walls that are listed. */
const WALLS = 500

export interface PairingService extends PairingCodes {
  /** The walls of the viewer's region, those still paired first. */
  walls(viewer: Viewer): Promise<PairedWall[]>
  /** Turns a code into a wall's session. Throws `unauthenticated` when it is unknown, used or past its time. */
  pair(code: string, from: From): Promise<{ token: string; session: ActiveSession }>
}

export interface PairingDeps {
  readonly pairings: PairingRepository
  readonly accounts: AccountRepository
  readonly sessions: SessionService
  readonly audit: AuditService
  readonly clock: Clock
  readonly scopes: Pick<ScopeService, 'exists' | 'contains' | 'subtree' | 'names'>
}

const makeIssue =
  ({ pairings, audit, clock, scopes }: PairingDeps): PairingService['issue'] =>
  async ({ scope: own, ...by }, label, scope) => {
    if (own && !(own.kind === 'region' && scopes.contains(own.region, scope.region))) {
      await audit.record({
        event: 'wall.issue',
        ...by,
        outcome: 'refused',
        target: label,
        detail: scope.region,
      })
      throw new AppError('out-of-scope', '不在管理范围 / outside the scope that you manage')
    }
    if (!(await scopes.exists(scope)))
      throw new AppError('bad-request', '区划或单位不存在 / no such region or unit', { details: { scope } })
    const code = randomBytes(18).toString('base64url')
    const expiresAt = clock() + PAIRING_VALID_MS
    await audit.record({ event: 'wall.issue', ...by, outcome: 'ok', target: label })
    await pairings.removeExpired(clock() - DAY_MS)
    await pairings.insert(hashToken(code), { label, scope, createdBy: by.account }, expiresAt)
    return { code, expiresAt }
  }

const makeWalls =
  ({ pairings, scopes }: PairingDeps): PairingService['walls'] =>
  async ({ scope }) => {
    if (scope.kind === 'unit') return []
    const found = await pairings.walls(scopes.subtree(scope.region), WALLS)
    const names = await scopes.names(found.map((wall) => wall.scope))
    return found.map((wall) => {
      const code = wall.scope.kind === 'unit' ? wall.scope.unit : wall.scope.region
      return { ...wall, scopeName: names.get(code) ?? code }
    })
  }

const makePair =
  ({ pairings, accounts, sessions, audit, clock }: PairingDeps): PairingService['pair'] =>
  async (code, from) => {
    const { address } = from
    const now = clock()
    const pairing = await pairings.use(hashToken(code), now)
    if (!pairing) {
      await audit.record({ event: 'wall.pair', account: '', role: 'wall', address, outcome: 'failed' })
      throw new AppError(
        'unauthenticated',
        '配对码无效、已用或过期 / the pairing code is unknown, used or past its time',
      )
    }
    const id = randomUUID()
    const name = `wall-${id.slice(0, 8)}`
    await accounts.insert([
      {
        id,
        name,
        displayName: pairing.label,
        role: 'wall',
        scope: pairing.scope,
        responsible: pairing.createdBy,
        state: 'active',
        passwordHash: null,
        mustChange: false,
        passwordAt: null,
        createdAt: now,
      },
    ])
    await audit.record({
      event: 'wall.pair',
      account: name,
      role: 'wall',
      address,
      outcome: 'ok',
      target: pairing.label,
    })
    const account = await accounts.byId(id)
    if (!account) throw new AppError('internal', `the wall ${name} was not kept`)
    return sessions.open(account, from)
  }

/** A wall is an account of its own without a password: it stands in the list, and disabling it blanks the screen. */
export const makePairing = (deps: PairingDeps): PairingService => ({
  issue: makeIssue(deps),
  walls: makeWalls(deps),
  pair: makePair(deps),
})
