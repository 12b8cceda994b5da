import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { dayOf, type DayString, type DurationMs } from '#shared/kernel/units.ts'
import type { CollectionName } from '#shared/protocol/platform.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { every, serial, soon } from '../../common/jobs.ts'
import type { AlertBook } from '../../common/ports/alerts.ts'
import type { SourceLog } from '../../common/directory/types.ts'
import type { Compliance } from './findings/compliance.ts'
import { LEDGER_ALERT_RULES, type VehicleLedgerFindings } from './findings/findings.ts'
import type { VehicleJudge } from './orders/judge.ts'
import type { VehicleLedgerOrders } from './orders/orders.ts'
import type { VehicleLedgerSums } from './sums.ts'
import type { Uncovered } from './orders/uncovered.ts'

export interface VehicleLedgerJobsDeps {
  readonly sums: VehicleLedgerSums
  readonly orders: VehicleLedgerOrders
  readonly judge: VehicleJudge
  readonly findings: VehicleLedgerFindings
  readonly compliance: Pick<Compliance, 'keep'>
  readonly uncovered: Pick<Uncovered, 'work'>
  readonly book: Pick<AlertBook, 'reconcile'>
  readonly clock: Clock
  readonly log: SourceLog
}

/** What goes on behind the vehicle ledger: nothing of it runs while a screen waits. */
export interface VehicleLedgerJobs {
  /** Records of a collection became durable; `ids` where it is orders. `feedsSums`: months, sums or findings rest on it. */
  came(collection: CollectionName, ids: readonly string[], feedsSums: boolean): void
  /** A source has handed over what there was. */
  settled(): void
  /** Everything now, in order: board, verdicts, tracks without orders, sums, findings, alerts. */
  all(): Promise<void>
  /** Parameters were revised: board, verdicts, overlaps, sums, findings and alerts once more. */
  again(): Promise<void>
  start(): void
  stop(): Promise<void>
}

const EVERY = {
  boardMs: 600_000,
  judgeMs: 30_000,
  alertsMs: MINUTE_MS,
  dayMs: MINUTE_MS,
  uncoveredMs: 45_000,
} as const satisfies Record<string, DurationMs>
/** After the last record of a flood; records that trickle in wait longer, since all sums are made anew. */
const GATHER_MS: DurationMs = 10_000
const TRICKLE_MS: DurationMs = 600_000
/** Changed orders are on the board so soon. */
const BOARD_SOON_MS: DurationMs = 1_000
/** One spell of looking at tracks of finished days. */
const SPELL_MS: DurationMs = 6_000

/** Stands in line under a name; resolves when it is done, also where that failed. */
type InLine = (what: string, work: () => Promise<unknown>) => Promise<void>

const makeLine = (log: SourceLog) => {
  const turn = serial()
  let stopped = false
  /** One job at a time: they share the database with everything that is live. */
  const inLine: InLine = (what, work) =>
    turn(async () => {
      if (!stopped) await work()
    }).catch((error: unknown) => log.error({ error: String(error) }, `${what} could not be made`))
  return {
    inLine,
    /** What has not begun does not begin any more; resolves when the last has ended. */
    stop: (): Promise<void> => {
      stopped = true
      return turn(async () => undefined)
    },
  }
}

/** The board holds all that is open; what could not be read is read with the next look. */
const makeBoard = (orders: Pick<VehicleLedgerOrders, 'load' | 'changed'>, inLine: InLine) => {
  let loaded = false
  /** A flood before the first reading is all in that reading. */
  const changed = new Set<string>()
  const load = async (): Promise<void> => {
    changed.clear()
    try {
      await orders.load()
      loaded = true
    } catch (error) {
      loaded = false
      throw error
    }
  }
  const readChanged = async (): Promise<void> => {
    const some = [...changed]
    changed.clear()
    if (some.length === 0) return
    try {
      await orders.changed(some)
    } catch (error) {
      loaded = false
      throw error
    }
  }
  const soonChanged = soon(BOARD_SOON_MS, () => inLine('the order board', readChanged), {
    failed: () => undefined,
    ref: false,
  })
  return {
    load,
    isLoaded: () => loaded,
    came: (ids: readonly string[]): void => {
      if (!loaded) return
      for (const id of ids) changed.add(id)
      soonChanged.start()
    },
    stop: soonChanged.stop,
  }
}

/** What fails holds up nothing that stands beside it: sums stay fresh where alerts cannot be made. */
const each = async (parts: readonly (() => Promise<unknown>)[]): Promise<void> => {
  const failed: unknown[] = []
  for (const part of parts) await part().catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '))
}

type SumsWorkDeps = Pick<VehicleLedgerJobsDeps, 'sums' | 'findings' | 'compliance' | 'judge' | 'clock'>
/** Sums, findings, alerts, made anew together: soon after a flood, later after what trickles in, and once a day. */
const makeSumsWork = (
  { sums, findings, compliance, judge, clock }: SumsWorkDeps,
  alert: () => Promise<void>,
  inLine: InLine,
) => {
  let stale = false
  /** On which they were made last; none while no month is known. */
  let day: DayString = ''
  const remakeSums = async (): Promise<void> => {
    const known = await sums.remake()
    day = known ? dayOf(clock()) : ''
  }
  const remake = (): Promise<void> => {
    stale = false
    return each([remakeSums, findings.remake, compliance.keep, alert, judge.forget])
  }
  const later = soon(TRICKLE_MS, () => inLine('the vehicle ledger', remake), {
    failed: () => undefined,
    ref: false,
  })
  return {
    remake,
    gather: (): void => later.restart(GATHER_MS),
    came: (): void => {
      stale = true
      later.start()
    },
    judgeSome: async (): Promise<void> => {
      if ((await judge.judge()) === 0) return
      stale = true
      if (day !== '') later.start()
    },
    settled: (): void => {
      if (day === '') later.restart(GATHER_MS)
      else if (stale) later.start()
    },
    ofNewDay: async (): Promise<void> => {
      if (day !== '' && day !== dayOf(clock())) await remake()
    },
    stop: later.stop,
  }
}

export const makeVehicleLedgerJobs = (deps: VehicleLedgerJobsDeps): VehicleLedgerJobs => {
  const { orders, judge, findings, uncovered, book, log } = deps
  const line = makeLine(log)
  const { inLine } = line
  const board = makeBoard(orders, inLine)
  const alert = async (): Promise<void> => {
    if (!board.isLoaded()) await board.load()
    const mine = new Set<string>(LEDGER_ALERT_RULES)
    await book.reconcile((one) => mine.has(one.rule), await findings.drafts())
  }
  const sums = makeSumsWork(deps, alert, inLine)
  const stops: (() => void)[] = []
  /** One that stands in line already is not put behind it once more. */
  const timed = (ms: DurationMs, what: string, work: () => Promise<unknown>): void =>
    void stops.push(every(ms, () => inLine(what, work), { failed: () => undefined, ref: false }))

  return {
    came: (collection, ids, feedsSums) => {
      if (collection === 'orders') board.came(ids)
      if (collection === 'order-step-limits' && board.isLoaded()) void inLine('the order board', board.load)
      if (feedsSums) sums.came()
    },
    settled: () => {
      void inLine('the order board', board.load)
      sums.settled()
    },
    all: () =>
      inLine('the vehicle ledger', async () => {
        await board.load()
        await judge.judge()
        await uncovered.work(Infinity)
        await sums.remake()
      }),
    again: () =>
      inLine('the revised vehicle ledger', async () => {
        await board.load()
        await judge.again()
        await sums.remake()
      }),
    start: () => {
      void inLine('the order board', board.load)
      sums.gather()
      timed(EVERY.boardMs, 'the order board', board.load)
      timed(EVERY.judgeMs, 'verdicts on orders', sums.judgeSome)
      timed(EVERY.uncoveredMs, 'tracks without orders', () => uncovered.work(SPELL_MS))
      timed(EVERY.alertsMs, 'vehicle ledger alerts', alert)
      timed(EVERY.dayMs, 'the vehicle ledger', sums.ofNewDay)
    },
    stop: async () => {
      for (const stop of stops.splice(0)) void stop()
      board.stop()
      sums.stop()
      await line.stop()
    },
  }
}
