import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { maskName } from '#shared/access/masks.ts'
import { masksByDefault, may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { VehicleCard, VehicleDriverList } from '#shared/protocol/http.ts'
import { ALERT_RULES, type AlertDraft } from '#shared/supervision/alert.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { DRIVER_MIN_MS, isExpired, matchDriver, type DriverCard } from '#shared/vehicles/drivers.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { every } from '../../common/jobs.ts'
import type { ReceivedCards, VehicleDrivers } from './driverRows.ts'
import type { Spool } from '../../spool/spool.ts'
import type { AlertBook } from '../../common/ports/alerts.ts'
import { makeLateRows } from '../../common/late/lateRows.ts'
import type { SourceLog } from '../../common/directory/types.ts'
import type { AccessLog } from '../../common/ports/audit.ts'

export interface DriversDeps {
  readonly drivers: VehicleDrivers
  readonly open: () => Spool
  readonly book: Pick<AlertBook, 'reconcile'>
  readonly regionName: (code: string) => string
  readonly audit: AccessLog
  readonly clock: Clock
  readonly log: SourceLog
  /** Civil days that are kept: who drove when is personal information, as tracks are. */
  readonly retentionDays: number
}
/** The order that a vehicle is on, as far as a driver is compared with it. */
interface DrivenOrder {
  readonly driver: string
  readonly start: EpochMs
  readonly end: EpochMs
}

export interface Drivers {
  /** Durable when it resolves. */
  accept(source: string, items: readonly DriverCard[]): Promise<void>
  /** Resolves when what was accepted before can be asked for. */
  written(): Promise<void>
  /** The newest card event of a vehicle for its card, compared with an order that has begun; null where there is none or the role may not see people. Seen in the clear, it is logged. */
  newest(
    viewer: Viewer,
    address: string,
    vehicle: string,
    order: DrivenOrder | null,
  ): Promise<VehicleCard['cardDriver']>
  /** Who drove when. Writes the query into the access log before it answers. */
  list(
    viewer: Viewer,
    address: string,
    vehicle: string,
    from: EpochMs | undefined,
    to: EpochMs | undefined,
  ): Promise<VehicleDriverList>
  /** Raises and ends VD-01. */
  judge(): Promise<void>
  forget(): Promise<void>
  start(): void
  stop(): Promise<void>
}

const LONGEST_MS: DurationMs = 31 * DAY_MS
const JUDGE_MS: DurationMs = MINUTE_MS
/** A card that refreshes itself is one look in so long. */
const LOOK_MS: DurationMs = 10 * MINUTE_MS
const LOOKS = 10_000

/** Which viewer has looked at which vehicle lately, so that a screen that refreshes is one line of the log. */
const makeLooks = (): ((key: string, now: EpochMs) => boolean) => {
  const looks = new Map<string, EpochMs>()
  return (key, now) => {
    if (now - (looks.get(key) ?? -Infinity) < LOOK_MS) return false
    looks.delete(key)
    looks.set(key, now)
    for (const first of looks.keys()) {
      if (looks.size <= LOOKS) break
      looks.delete(first)
    }
    return true
  }
}

const draftOf = (
  { region, count, expired }: Awaited<ReturnType<VehicleDrivers['mismatches']>>[number],
  name: string,
): AlertDraft => ({
  id: `VD-01:${region}`,
  rule: 'VD-01',
  severity: expired > 0 ? 'red' : 'yellow',
  region,
  place: region,
  placeName: name,
  unit: null,
  count,
  text: {
    zh: `${name}:${ALERT_RULES['VD-01'].name.zh} ${count} 单${expired > 0 ? `,其中证件过期 ${expired} 单` : ''}`,
    en: `${name}: ${ALERT_RULES['VD-01'].name.en.toLowerCase()}, ${count}${expired > 0 ? `; certificate expired, ${expired}` : ''}`,
  },
})

const recordLook = (
  audit: AccessLog,
  event: string,
  viewer: Viewer,
  address: string,
  target: string,
  detail: string,
): Promise<void> =>
  audit.record({ event, account: viewer.account, role: viewer.role, address, outcome: 'ok', target, detail })

const newestCard = async (
  { drivers, audit, clock }: Pick<DriversDeps, 'drivers' | 'audit' | 'clock'>,
  isNewLook: ReturnType<typeof makeLooks>,
  viewer: Viewer,
  address: string,
  vehicle: string,
  order: DrivenOrder | null,
): Promise<VehicleCard['cardDriver']> => {
  if (!may(viewer.role, 'view.people')) return null
  const now = clock()
  const last = await drivers.newest(vehicle)
  if (!last) return null
  const masked = masksByDefault(viewer.role)
  const { match } =
    order && order.start <= now
      ? matchDriver(order, await drivers.spells(vehicle, order.start, order.end), now)
      : { match: null }
  if (!masked && isNewLook(`${viewer.account}|${vehicle}`, now))
    await recordLook(audit, 'vehicle.driver', viewer, address, vehicle, 'card')
  return {
    card: last.card,
    at: last.at,
    result: last.result,
    name: last.name === null ? null : masked ? maskName(last.name) : last.name,
    masked,
    certificateTail: masked ? null : last.certificateTail,
    issuer: last.issuer,
    validTo: last.validTo,
    expired: isExpired(last.validTo, dayOf(now)),
    match,
    source: last.source,
  }
}

const listDrivers = async (
  { drivers, audit, clock }: Pick<DriversDeps, 'drivers' | 'audit' | 'clock'>,
  viewer: Viewer,
  address: string,
  vehicle: string,
  asked: { readonly from: EpochMs | undefined; readonly to: EpochMs | undefined },
): Promise<VehicleDriverList> => {
  const to = Math.min(asked.to ?? Infinity, clock())
  const from = asked.from ?? to - 7 * DAY_MS
  if (from > to || to - from > LONGEST_MS)
    throw new AppError(
      'bad-request',
      `drivers are listed for up to ${LONGEST_MS / DAY_MS} days; asked from ${from} to ${to}`,
    )
  const span = `${new Date(from).toISOString()} – ${new Date(to).toISOString()}`
  await recordLook(audit, 'vehicle.drivers', viewer, address, vehicle, span)
  const masked = masksByDefault(viewer.role)
  const spells = (await drivers.spells(vehicle, from, to)).map((spell) => ({
    ...spell,
    name: masked ? maskName(spell.name) : spell.name,
  }))
  return { vehicle, from, to, masked, spells }
}

export const makeDrivers = (deps: DriversDeps): Drivers => {
  const { drivers, clock, log } = deps
  const rows = makeLateRows<ReceivedCards>({ what: 'driver cards', open: deps.open, log, write: drivers.add })
  const isNewLook = makeLooks()
  let stopJudging = async (): Promise<void> => undefined

  const judge = async (): Promise<void> => {
    const now = clock()
    const found = await drivers.mismatches(now - DAY_MS, now, DRIVER_MIN_MS)
    await deps.book.reconcile(
      (alert) => alert.rule === 'VD-01',
      found.map((one) => draftOf(one, deps.regionName(one.region))),
    )
  }

  return {
    accept: async (source, items) => {
      if (items.length > 0) await rows.add({ source, receivedAt: clock(), items })
    },
    written: rows.written,
    newest: (viewer, address, vehicle, order) => newestCard(deps, isNewLook, viewer, address, vehicle, order),
    list: (viewer, address, vehicle, from, to) => listDrivers(deps, viewer, address, vehicle, { from, to }),
    judge,
    forget: () => drivers.forget(clock() - deps.retentionDays * DAY_MS),
    start: () => {
      rows.start()
      stopJudging = every(JUDGE_MS, judge, {
        failed: (error) =>
          log.error({ error: String(error) }, 'drivers could not be compared with their orders'),
        ref: false,
      })
    },
    stop: async () => {
      await stopJudging()
      await rows.stop()
    },
  }
}
