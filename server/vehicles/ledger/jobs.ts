import { setTimeout as delay } from 'node:timers/promises'
import { dayOf, type DayString, type DurationMs } from '#shared/kernel/units.ts'
import type { CollectionName } from '#shared/protocol/platform.ts'
import { isAfter } from '../../intake/ledger/plans.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AlertBook } from '../../supervision/book.ts'
import type { SourceLog } from '../../common/directory/types.ts'
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
  readonly uncovered: Pick<Uncovered, 'work'>
  readonly book: Pick<AlertBook, 'reconcile'>
  readonly clock: Clock
  readonly log: SourceLog
}

/** What goes on behind the vehicle ledger: nothing of it runs while a screen waits. */
export interface VehicleLedgerJobs {
  /** Records of a collection became durable; `ids` where it is orders. */
  came(collection: CollectionName, ids: readonly string[]): void
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
  alertsMs: 60_000,
  dayMs: 60_000,
  uncoveredMs: 45_000,
} as const satisfies Record<string, DurationMs>
/** After the last record of a flood; records that trickle in wait longer, since all sums are made anew. */
const GATHER_MS: DurationMs = 10_000
const TRICKLE_MS: DurationMs = 600_000
/** Changed orders are on the board so soon. */
const BOARD_SOON_MS: DurationMs = 1_000
/** One spell of looking at tracks of finished days. */
const SPELL_MS: DurationMs = 6_000
export const makeVehicleLedgerJobs = ({
  sums,
  orders,
  judge,
  findings,
  uncovered,
  book,
  clock,
  log,
}: VehicleLedgerJobsDeps): VehicleLedgerJobs => {
  const timers: NodeJS.Timeout[] = []
  let soon: NodeJS.Timeout | null = null
  let stale = false
  let day: DayString = ''
  let line: Promise<unknown> = Promise.resolve()
  let stopped = false
  /** Timed jobs that stand in line and have not begun: the same one is not put behind them once more. */
  const waiting = new Set<string>()
  /** One job at a time: they share the database with everything that is live. */
  const inLine = (what: string, work: () => Promise<unknown>): Promise<void> => {
    const done = line
      .then(async () => {
        waiting.delete(what)
        if (!stopped) await work()
      })
      .catch((error: unknown) => log.error({ error: String(error) }, `${what} could not be made`))
    line = done
    return done
  }
  const alert = async (): Promise<void> => {
    if (!loaded) await load()
    const mine = new Set<string>(LEDGER_ALERT_RULES)
    await book.reconcile((one) => mine.has(one.rule), await findings.drafts())
  }
  /** What fails holds up nothing that stands beside it: sums stay fresh where alerts cannot be made. */
  const each = async (parts: readonly (() => Promise<unknown>)[]): Promise<void> => {
    const failed: unknown[] = []
    for (const part of parts) await part().catch((error: unknown) => failed.push(error))
    if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '))
  }
  const remakeSums = async (): Promise<void> => {
    const known = await sums.remake()
    day = known ? dayOf(clock()) : ''
  }
  const remake = (): Promise<void> => {
    stale = false
    return each([remakeSums, findings.remake, alert, judge.forget])
  }
  const later = (wait: DurationMs): void => {
    if (soon) clearTimeout(soon)
    soon = setTimeout(() => {
      soon = null
      void inLine('the vehicle ledger', remake)
    }, wait)
    soon.unref()
  }
  /** The board holds all that is open; what could not be read is read with the next look. */
  let loaded = false
  const load = async (): Promise<void> => {
    changed.clear()
    await orders.load()
    loaded = true
  }
  /** A flood before the first reading is all in that reading. */
  const changed = new Set<string>()
  const ordersCame = (ids: readonly string[]): void => {
    if (!loaded) return
    const isFirst = changed.size === 0
    for (const id of ids) changed.add(id)
    if (!isFirst) return
    void delay(BOARD_SOON_MS, null, { ref: false }).then(() =>
      inLine('the order board', async () => {
        const some = [...changed]
        changed.clear()
        await orders.changed(some).catch((error: unknown) => {
          loaded = false
          throw error
        })
      }),
    )
  }
  const judgeSome = async (): Promise<void> => {
    if ((await judge.judge()) === 0) return
    stale = true
    if (!soon && day !== '') later(TRICKLE_MS)
  }
  return {
    came: (collection, ids) => {
      if (collection === 'orders') ordersCame(ids)
      if (collection === 'order-step-limits' && loaded) void inLine('the order board', load)
      if (!isAfter('vehicle-ledger', collection)) return
      stale = true
      if (!soon) later(TRICKLE_MS)
    },
    settled: () => {
      void inLine('the order board', load)
      if (day === '') later(GATHER_MS)
      else if (stale && !soon) later(TRICKLE_MS)
    },
    all: () =>
      inLine('the vehicle ledger', async () => {
        await load()
        await judge.judge()
        await uncovered.work(Infinity)
        await remake()
      }),
    again: () =>
      inLine('the revised vehicle ledger', async () => {
        await load()
        await judge.again()
        await remake()
      }),
    start: () => {
      const every = (ms: DurationMs, what: string, work: () => Promise<unknown>): void =>
        void timers.push(
          setInterval(() => {
            if (waiting.has(what)) return
            waiting.add(what)
            void inLine(what, work)
          }, ms).unref(),
        )
      void inLine('the order board', load)
      later(GATHER_MS)
      every(EVERY.boardMs, 'the order board', load)
      every(EVERY.judgeMs, 'verdicts on orders', judgeSome)
      every(EVERY.uncoveredMs, 'tracks without orders', () => uncovered.work(SPELL_MS))
      every(EVERY.alertsMs, 'vehicle ledger alerts', alert)
      every(EVERY.dayMs, 'the vehicle ledger', async () =>
        day === '' || day === dayOf(clock()) ? undefined : remake(),
      )
    },
    stop: async () => {
      stopped = true
      if (soon) clearTimeout(soon)
      for (const timer of timers.splice(0)) clearInterval(timer)
      await line
    },
  }
}
