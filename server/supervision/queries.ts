import { DAY_MS } from '#shared/kernel/time/time.ts'
import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Alert, AlertDetail, Alerts } from '#shared/protocol/http.ts'
import { defaultRules, type Rules } from '#shared/standards/tables.ts'
import { ALERT_RULES, type RuleId } from '#shared/supervision/alert.ts'
import { toSent, type KeptAlert } from '#shared/supervision/kept.ts'
import { alertOrder, isCalling } from '#shared/supervision/order.ts'
import { SEVERITY_SCALE, vehicleLimitRows, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import type { BreachDetail } from '#shared/vehicles/rules/judge/ground.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { ROAD_CLASS_LIMITS } from '#shared/vehicles/roads/limits.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { PartOf } from '../common/ports/alerts.ts'
import type { FactQuery, FactShare, KeptFact, VehicleFactReading } from '../common/ports/vehicleFacts.ts'
import type { AlertRowFamily } from '../common/ports/alertRows.ts'
import type { Alerts as AlertStore } from './book/alertRows.ts'
import type { Directory } from '../common/directory/directory.ts'
import type { LiveScope } from '../common/scope/liveScope.ts'
import type { Regions } from '../common/directory/types.ts'
import { momentOf } from '../common/clock/pastMoment.ts'
import type { AccessLog } from '../common/ports/audit.ts'

export interface AlertQueries {
  /** `at`: as they stood at that instant, up to 90 days back. */
  list(
    viewer: Viewer,
    region: string | undefined,
    limit: number,
    at?: EpochMs,
  ): Promise<Alerts & { asOf: EpochMs }>
  /** The reason of an open alert and the vehicles behind it; where exact places are shown, the opening is logged first. */
  detail(viewer: Viewer, address: string, id: string, limit: number, at?: EpochMs): Promise<AlertDetail>
}

export interface AlertQueriesDeps {
  readonly alerts: AlertStore
  readonly facts: VehicleFactReading
  /** A storm as it is seen from a region or a unit that it reaches beyond. */
  readonly partOf: PartOf
  readonly directory: Pick<Directory, 'now'>
  readonly scope: LiveScope
  readonly regions: Regions & { get(code: string): { readonly name: string } | undefined }
  readonly audit: AccessLog
  /** What stands behind alerts, of all modules; asked once all are made. */
  readonly families: () => readonly AlertRowFamily[]
  readonly rules?: Rules
  readonly clock: Clock
}

/** Ended alerts and the vehicles behind them. */
const ALERTS_KEPT_MS: DurationMs = 90 * DAY_MS

const missing = (id: string): AppError =>
  new AppError('not-found', `alert ${id} does not exist, has ended or lies outside your scope`)

/** Whose facts are asked for: a unit's viewer asks for its unit's, wherever they lie. */
const queryOf = (
  { scope, regions }: Pick<AlertQueriesDeps, 'scope' | 'regions'>,
  viewer: Viewer,
  region: string,
  at: EpochMs | undefined,
): FactQuery => {
  const unit = scope.unit(viewer)
  return { at, regions: unit === null ? regions.subtree(region) : null, unit }
}

/** Parts of storms whose region is not among those that the list shows whole. */
const readParts = async (
  { alerts, facts, partOf }: Pick<AlertQueriesDeps, 'alerts' | 'facts' | 'partOf'>,
  region: string,
  query: FactQuery,
): Promise<Alert[]> => {
  const shares = await facts.shares(query)
  if (shares.length === 0) return []
  const inside = query.unit === null ? new Set(query.regions) : new Set<string>()
  const wider = await alerts.find(
    shares.map(({ alert }) => alert),
    query.at,
  )
  return wider.flatMap((alert) => {
    const share = shares.find((one) => one.alert === alert.id)
    return share && !inside.has(alert.region) ? [partOf(alert, share, region, query.unit)] : []
  })
}

/** What each rule is called and what it counts. */
const namesOf = (families: readonly AlertRowFamily[]): Alerts['rules'] =>
  Object.fromEntries(
    families.flatMap(({ rules, counts }) =>
      rules.map((rule) => [rule, { name: ALERT_RULES[rule].name, counts }]),
    ),
  )

const list = async (
  deps: AlertQueriesDeps,
  viewer: Viewer,
  asked: string | undefined,
  limit: number,
  askedAt: EpochMs | undefined,
): ReturnType<AlertQueries['list']> => {
  const { alerts, scope, regions } = deps
  const now = deps.clock()
  const at = momentOf(askedAt, now, ALERTS_KEPT_MS)
  const region = scope.region(viewer, asked)
  const { rows, total, calling } = await alerts.list({
    regions: regions.subtree(region),
    unit: scope.unit(viewer),
    limit,
    now: at ?? now,
    at,
  })
  const more = await readParts(deps, region, queryOf(deps, viewer, region, at))
  const all = [...rows.map(toSent), ...more].toSorted(alertOrder(at ?? now))
  return {
    alerts: all.slice(0, limit),
    total: total + more.length,
    calling: calling + more.filter(isCalling).length,
    rules: namesOf(deps.families()),
    asOf: at ?? now,
  }
}

/** An alert that a viewer may open, and the vehicles behind it that lie in the scope. Throws where there is none. */
export const readCase = async (
  { alerts, facts, scope, regions, clock, ...deps }: AlertQueriesDeps,
  viewer: Viewer,
  id: string,
  limit: number,
  askedAt: EpochMs | undefined,
) => {
  const at = momentOf(askedAt, clock(), ALERTS_KEPT_MS)
  const [alert] = await alerts.find([id], at)
  if (!alert) throw missing(id)
  const home = viewer.scope.region
  const query = queryOf({ scope, regions }, viewer, home, at)
  const { rows, total } = await facts.ofAlert(id, { ...query, limit })
  const isOwn =
    query.unit === null
      ? regions.contains(home, alert.region) && (alert.subject !== 'housing' || alert.unit === null)
      : alert.unit === query.unit
  if (!isOwn && total === 0) throw missing(id)
  const share: FactShare = {
    alert: id,
    count: total,
    units: new Set(rows.map((row) => row.unit)).size,
    plate: rows.map(({ plate }) => plate).toSorted()[0] ?? '',
  }
  const shown = isOwn ? toSent(alert) : deps.partOf(alert, share, home, query.unit)
  return { alert, shown, rows, total, query, at }
}

/** What the rule of an alert is called, its limit in force, and where it stands. */
const ruleOf = ({ rule }: KeptAlert, rules: Rules): Pick<AlertDetail, 'name' | 'limit' | 'scale'> => {
  const limit = vehicleLimitRows(rules().vehicle)[rule as VehicleRule]
  return {
    name: ALERT_RULES[rule as RuleId]?.name ?? { zh: rule, en: rule },
    limit: limit ? { text: { zh: limit.zh, en: limit.en }, citation: limit.citation } : null,
    scale: limit ? SEVERITY_SCALE : null,
  }
}

const detail = async (
  deps: AlertQueriesDeps,
  viewer: Viewer,
  address: string,
  id: string,
  limit: number,
  askedAt: EpochMs | undefined,
): Promise<AlertDetail> => {
  const { alert, shown, rows, total, at } = await readCase(deps, viewer, id, limit, askedAt)
  const exact = total > 0 && may(viewer.role, 'view.tracks')
  if (exact)
    await deps.audit.record({
      event: 'alert.open',
      account: viewer.account,
      role: viewer.role,
      address,
      outcome: 'ok',
      target: id,
      detail: `${total} vehicles`,
    })
  return {
    alert: shown,
    ...ruleOf(alert, deps.rules ?? defaultRules),
    exact,
    vehicles: rows.map((row) => memberOf(row, viewer, exact, deps, at)),
    total,
  }
}

/** Open alerts of a region, red first, within the viewer's scope; a unit's viewer sees its unit's. Of a storm that reaches beyond, everyone sees the own part. */
export const makeAlertQueries = (deps: AlertQueriesDeps): AlertQueries => ({
  list: (viewer, region, limit, at) => list(deps, viewer, region, limit, at),
  detail: (viewer, address, id, limit, at) => detail(deps, viewer, address, id, limit, at),
})

/** A plate is whole where the role may see it; a place only where the opening was logged, and of an instant only while it was already so. */
const memberOf = (
  row: KeptFact,
  viewer: Viewer,
  exact: boolean,
  { directory, regions }: Pick<AlertQueriesDeps, 'directory' | 'regions'>,
  at = Number.POSITIVE_INFINITY,
): AlertDetail['vehicles'][number] => {
  const { vehicles, vehicleOrdinals, units } = directory.now()
  const vehicle = vehicles[vehicleOrdinals.get(row.vehicle) ?? -1]
  const masked = masksByDefault(viewer.role)
  return {
    vehicle: row.vehicle,
    ordinal: vehicle?.ordinal ?? null,
    plate: masked || !vehicle ? (vehicle ? maskPlate(vehicle.plate) : row.plate) : vehicle.plate,
    masked,
    unit: { id: row.unit, name: units.get(row.unit)?.name ?? row.unit },
    severity: row.severity,
    firstAt: row.firstAt,
    lastAt: Math.min(row.lastAt, at),
    speedKmh: row.speedDkmh / 10,
    heldMs: row.heldMs,
    fence: row.fence,
    detail: detailOf(row.detail, exact, (code) => regions.get(code)?.name ?? code),
    at: exact && row.lastAt <= at ? { lon: row.lonE7 / 1e7, lat: row.latE7 / 1e7 } : null,
  }
}

/** A road says where it was: it is named where exact places are. */
const detailOf = (
  found: BreachDetail | null,
  exact: boolean,
  nameOf: (code: string) => string,
): AlertDetail['vehicles'][number]['detail'] => {
  if (!found) return null
  const { cause = null, order = null, hours, approved = [], speed } = found
  const kind = speed?.roadClass ? ROAD_CLASS_LIMITS[speed.roadClass] : null
  const citation =
    speed?.basis === 'class'
      ? (kind?.citation ?? null)
      : speed?.basis === 'kind'
        ? ROAD_CLASS_LIMITS.expressway.citation
        : null
  return {
    cause,
    order,
    hours: hours
      ? { name: hours.name, level: hours.level, region: hours.region === null ? null : nameOf(hours.region) }
      : null,
    approved: approved.map(nameOf),
    speed: speed
      ? {
          limitKmh: speed.limitKmh,
          basis: speed.basis,
          road: exact ? speed.road : null,
          roadClass: kind ? { zh: kind.zh, en: kind.en } : null,
          citation,
        }
      : null,
  }
}
