import type { Viewer } from '#shared/kernel/roles.ts'
import { makeAnchorFile } from './audit/chain/anchorFile.ts'
import type { Clock } from '../common/clock/clock.ts'
import { defineModule, type House } from '../common/defineModule.ts'
import type { Db } from '../db/open.ts'
import type { RouteDefinition } from '../http/route.ts'
import { makeTilesetFinder } from '../http/tilesets.ts'
import { localAccounts, makeFirst, provinceAccounts } from './accounts/firstAccounts.ts'
import { accountRoutes, guardRoutes, scopeRoutes } from './accounts/routes.ts'
import { makeAuditReading } from './audit/reading.ts'
import { auditRoutes } from './audit/routes.ts'
import { pairingRoutes } from './sessions/pairingRoutes.ts'
import { ownSessionRoutes, sessionRoutes } from './sessions/routes.ts'
import { makeAccountRepository } from './accounts/accountRows.ts'
import { makeAuditRepository, type AuditReach } from './audit/auditRows.ts'
import { makePairingRepository } from './sessions/pairingRows.ts'
import { inScope, makeScopeRepository } from '../common/scope/scopeRows.ts'
import { makeSessionRepository } from './sessions/sessionRows.ts'
import { makeSignInRepository } from './sessions/signInRows.ts'
import { makeAccounts } from './accounts/accounts.ts'
import { makeAudit } from './audit/audit.ts'
import { makePairing } from './sessions/pairing.ts'
import { makeScopes } from '../common/scope/scopes.ts'
import { makeSessions } from './sessions/sessions.ts'
import { makeUnmask, type Reveal } from './unmask.ts'
import type { RegionTree } from '../common/regions/regionTree.ts'

export interface AccessDeps {
  readonly db: Db
  readonly clock: Clock
  /** Keys the audit chain; lies outside the database. */
  readonly auditKey: string
  /** Failed sign-ins and pairings a minute that one address may have. */
  readonly signInsPerMinute: number
  /** Holds the file of the chain's anchors; null anchors nothing. */
  readonly dataDir: string | null
  readonly warn?: (message: string, details: Record<string, unknown>) => void
  /** The house's own region, valid before any platform has answered. */
  readonly region: string
  readonly tree: Pick<RegionTree, 'get' | 'contains' | 'subtree'>
}

export type Access = ReturnType<typeof makeAccess>

/** Whose rows a reader of the log may see: everybody's at the top of the house, else those of accounts within its own scope. */
const reachOf =
  (top: string, tree: AccessDeps['tree']) =>
  ({ scope }: Viewer): AuditReach => {
    if (scope.kind === 'unit') return { regions: [scope.region], unit: scope.unit }
    return { regions: scope.region === top ? null : tree.subtree(scope.region), unit: null }
  }
const revealIn =
  (scopes: ReturnType<typeof makeScopeRepository>, tree: AccessDeps['tree']): Reveal =>
  async (kind, id, viewer) => {
    const record = await scopes.clear(kind, id)
    if (!record || !inScope(viewer, tree.contains, record)) return null
    return { name: record.name, phone: record.phone, plate: record.plate }
  }

/** Everything about who may come in, composed: accounts, sessions, pairing, audit, unmasking. */
export const makeAccess = (deps: AccessDeps) => {
  const { db, clock, auditKey, dataDir, warn, region, tree, signInsPerMinute } = deps
  const accountStore = makeAccountRepository(db)
  const sessionStore = makeSessionRepository(db)
  const signIns = makeSignInRepository(db)
  const scopes = makeScopeRepository(db)
  const audit = makeAudit({
    repository: makeAuditRepository(db),
    clock,
    key: auditKey,
    ...(dataDir ? { anchorFile: makeAnchorFile(dataDir) } : {}),
    ...(warn ? { warn } : {}),
  })
  const sessions = makeSessions({
    accounts: accountStore,
    sessions: sessionStore,
    signIns,
    audit,
    clock,
    failuresPerMinute: signInsPerMinute,
  })
  const bounds = makeScopes({ tree, top: region, units: scopes })
  const accounts = makeAccounts({
    accounts: accountStore,
    signIns,
    sessions,
    audit,
    clock,
    scopeExists: bounds.exists,
    contains: bounds.contains,
    subtree: bounds.subtree,
    scopeNames: bounds.names,
    top: region,
  })
  const pairing = makePairing({
    pairings: makePairingRepository(db),
    accounts: accountStore,
    sessions,
    audit,
    clock,
    scopes: bounds,
  })
  return {
    accountStore,
    scopes,
    bounds,
    audit,
    auditReach: reachOf(region, tree),
    sessions,
    accounts,
    pairing,
    unmask: makeUnmask({ reveal: revealIn(scopes, tree), audit }),
  }
}

/** Demonstration accounts and the pending ones of every unit; again after each sync, because units come with it. */
const makeSeeder =
  ({ config, log }: House, access: Access, tree: RegionTree) =>
  async (): Promise<void> => {
    if (!config.demoAccounts) return
    const units = await access.scopes.units()
    const named = await makeFirst(access.accounts, config.dataDir, [
      ...provinceAccounts(config.region),
      ...(units.length > 0 ? localAccounts(tree, units) : []),
    ])
    const pending = await access.accounts.seedUnits(units)
    if (named + pending > 0) log.info({ named, pending }, 'accounts made')
  }

const routesOf = ({ config, clock, log }: House, access: Access): RouteDefinition[] => [
  ...ownSessionRoutes(access),
  ...sessionRoutes({
    ...access,
    clock,
    version: config.version,
    mapboxToken: config.mapboxToken,
    mapNote: config.mapNote,
    tilesets: makeTilesetFinder(config.tilesDir, (name, fault) =>
      log.warn({ tileset: name, fault }, '3D 模型不能显示 / a 3D model cannot be shown'),
    ),
  }),
  ...pairingRoutes(access.pairing, access.accounts),
  ...accountRoutes(access.accounts),
  ...scopeRoutes(access.bounds),
  ...guardRoutes(access.accounts),
  ...auditRoutes(makeAuditReading(access.audit, access.auditReach), access.unmask),
]

const SWEEP_MS = 30_000
/** Counted refusals and due anchors of the access log. */
const AUDIT_MS = 5000

declare module '../common/defineModule.ts' {
  interface Ports {
    access: Access
  }
}

export default defineModule({
  name: 'access',
  needs: ['housing'],
  make: (house, { housing: { tree } }) => {
    const { db, clock, log, config, auditKey } = house
    const access = makeAccess({
      db,
      clock,
      auditKey,
      dataDir: config.dataDir,
      warn: (message, details) => log.error(details, message),
      region: config.region,
      tree,
      signInsPerMinute: config.signInsPerMinute,
    })
    const seed = makeSeeder(house, access, tree)
    return {
      port: access,
      routes: routesOf(house, access),
      jobs: [
        { failed: 'idle sessions were not swept', everyMs: SWEEP_MS, run: access.sessions.sweep },
        { failed: 'the access log was not anchored', everyMs: AUDIT_MS, run: access.audit.tick },
      ],
      ready: seed,
      onSettled: seed,
    }
  },
})
