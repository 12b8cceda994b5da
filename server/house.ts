import type { Logger } from 'pino'
import type { Making } from '#shared/protocol/http.ts'
import { isSeries, type SeriesName } from '#shared/protocol/platform.ts'
import { makeAccess, type Access } from './access/module.ts'
import { calendarYears } from './common/clock/calendar.ts'
import type { Clock } from './common/clock/clock.ts'
import type { DurableJobs } from './common/durable/durable.ts'
import type { Config } from './config.ts'
import type { Database } from './db/open.ts'
import { localAccounts, makeFirst, provinceAccounts } from './access/accounts/firstAccounts.ts'
import { makeLedger, type Ledger } from './housing/module.ts'
import { makeLive } from './live.ts'
import type { Live } from './liveTypes.ts'
import { makeParametersRepository } from './standards/parameterRows.ts'
import { makeStandards } from './standards/standards.ts'
import type { SourceBatch } from './sources/Source.ts'
import type { RegionTree } from './common/regions/regionTree.ts'

/** Demonstration accounts and the pending ones of every unit; again after each sync, because units come with it. */
const makeSeeder =
  (config: Config, access: Access, tree: RegionTree, log: Logger) => async (): Promise<void> => {
    if (!config.demoAccounts) return
    const units = await access.scopes.units()
    const named = await makeFirst(access.accounts, config.dataDir, [
      ...provinceAccounts(config.region),
      ...(units.length > 0 ? localAccounts(tree, units) : []),
    ])
    const pending = await access.accounts.seedUnits(units)
    if (named + pending > 0) log.info({ named, pending }, 'accounts made')
  }

type Records = Extract<SourceBatch, { kind: 'records' }>
const isLedger = (batch: Records): batch is Exclude<Records, { collection: SeriesName }> =>
  !isSeries(batch.collection)

/** The ledger and the live side know of one another only through what is handed over here. */
export const composeHouse = (
  config: Config,
  database: Database,
  auditKey: string,
  clock: Clock,
  log: Logger,
  making: (what: Making) => void,
  jobs: DurableJobs,
) => {
  const { db } = database
  let live: Live | null = null
  const audit = { record: (event: Parameters<Access['audit']['record']>[0]) => access.audit.record(event) }
  const standards = makeStandards({
    parameters: makeParametersRepository(db),
    province: () => ledger.tree.province(),
    audit,
    jobs,
    calendarYears,
    clock,
    log: (message, details) => log.info(details, message),
  })
  const ledger: Ledger = makeLedger({
    db,
    clock,
    rules: standards.rules,
    publish: (changes) => live?.publishLedger(changes),
    isPulled: () =>
      live?.runner.statuses().some(({ way, state }) => way === 'request' && state === 'catching-up') ?? false,
    making,
    audit,
    refuse: async (rejected) => live?.sink.quarantine(rejected),
    log: (message, details) => log.info(details, message),
  })
  const access: Access = makeAccess({
    db,
    clock,
    auditKey,
    dataDir: config.dataDir,
    warn: (message, details) => log.error(details, message),
    region: config.region,
    tree: ledger.tree,
    signInsPerMinute: config.signInsPerMinute,
  })
  const seed = makeSeeder(config, access, ledger.tree, log)
  const settled = async (source: string): Promise<void> => {
    await ledger.ingest.settled(source)
    await seed()
  }
  const liveSide = (live = makeLive({
    db,
    rules: standards.rules,
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    clock,
    log,
    audit: access.audit,
    reachOf: access.auditReach,
    regions: ledger.tree,
    ingest: {
      accept: (source, batch) => (isLedger(batch) ? ledger.ingest.accept(source, batch) : Promise.resolve()),
      settled,
    },
  }))
  standards.onChange(liveSide.rulesChanged)
  for (const job of [...ledger.rebuilds, ...liveSide.rebuilds]) standards.onRebuild(job)
  standards.onNews((keys, rebuild) => liveSide.publishStandards({ keys, rebuild }))
  return { ledger, access, live: liveSide, standards, seed }
}

export type House = ReturnType<typeof composeHouse>
