import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Alert, AlertDetail } from '#shared/protocol/http.ts'
import { defaultRules, type Rules } from '#shared/standards/tables.ts'
import { ALERT_RULES, type RuleId } from '#shared/supervision/alert.ts'
import { alertOrder, isCalling } from '#shared/supervision/order.ts'
import { SEVERITY_SCALE, vehicleLimitRows, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import type { BreachDetail } from '#shared/vehicles/rules/judge/ground.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { ROAD_CLASS_LIMITS } from '#shared/vehicles/roads/limits.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { Alerts } from './book/alertRows.ts'
import type { FactQuery, FactRow, FactShare, VehicleFacts } from '../vehicles/alarms/factRows.ts'
import { makePartOf, toSent } from './book/sent.ts'
import type { Directory } from '../common/directory/directory.ts'
import type { LiveScope } from '../common/scope/liveScope.ts'
import type { Regions } from '../common/directory/types.ts'
import { momentOf } from '../common/clock/pastMoment.ts'
import type { TrackAudit } from '../vehicles/live/queries.ts'

export interface AlertQueries {
  /** `at`: as they stood at that instant, up to 90 days back. */
  list(
    viewer: Viewer,
    region: string | undefined,
    limit: number,
    at?: EpochMs,
  ): Promise<{ alerts: Alert[]; total: number; calling: number; asOf: EpochMs }>
  /** The reason of an open alert and the vehicles behind it; where exact places are shown, the opening is logged first. */
  detail(viewer: Viewer, address: string, id: string, limit: number, at?: EpochMs): Promise<AlertDetail>
}

export interface AlertQueriesDeps {
  readonly alerts: Alerts
  readonly facts: VehicleFacts
  readonly directory: Pick<Directory, 'now'>
  readonly scope: LiveScope
  readonly regions: Regions & { get(code: string): { readonly name: string } | undefined }
  readonly audit: TrackAudit
  readonly rules?: Rules
  readonly clock: Clock
}

/** Ended alerts and the vehicles behind them. */
const ALERTS_KEPT_MS: DurationMs = 90 * 86_400_000

const missing = (id: string): AppError =>
  new AppError('not-found', `alert ${id} does not exist, has ended or lies outside your scope`)

/** Open alerts of a region, red first, within the viewer's scope; a unit's viewer sees its unit's. Of a storm that reaches beyond, everyone sees the own part. */
export const makeAlertQueries = (deps: AlertQueriesDeps): AlertQueries => {
  const { alerts, facts, scope, regions } = deps

  const queryOf = (viewer: Viewer, region: string, at: EpochMs | undefined): FactQuery => ({
    at,
    regions: scope.unit(viewer) === null ? regions.subtree(region) : null,
    unit: scope.unit(viewer),
  })
  const partOf = makePartOf(deps)
  /** Parts of storms whose region is not among those that the list shows whole. */
  const parts = async (region: string, query: FactQuery): Promise<Alert[]> => {
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

  return {
    list: async (viewer, asked, limit, askedAt) => {
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
      const more = await parts(region, queryOf(viewer, region, at))
      const all = [...rows.map(toSent), ...more].toSorted(alertOrder(at ?? now))
      return {
        alerts: all.slice(0, limit),
        total: total + more.length,
        calling: calling + more.filter(isCalling).length,
        asOf: at ?? now,
      }
    },
    detail: async (viewer, address, id, limit, askedAt) => {
      const at = momentOf(askedAt, deps.clock(), ALERTS_KEPT_MS)
      const [alert] = await alerts.find([id], at)
      if (!alert) throw missing(id)
      const home = viewer.scope.region
      const unit = scope.unit(viewer)
      const query: FactQuery = { at, regions: unit === null ? regions.subtree(home) : null, unit }
      const { rows, total } = await facts.ofAlert(id, { ...query, limit })
      const isOwn =
        unit === null
          ? regions.contains(home, alert.region) && (alert.subject !== 'housing' || alert.unit === null)
          : alert.unit === unit
      if (!isOwn && total === 0) throw missing(id)
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
      const share: FactShare = {
        alert: id,
        count: total,
        units: new Set(rows.map((row) => row.unit)).size,
        plate: rows.map(({ plate }) => plate).toSorted()[0] ?? '',
      }
      const limitRow = vehicleLimitRows((deps.rules ?? defaultRules)().vehicle)[alert.rule as VehicleRule]
      return {
        alert: isOwn ? toSent(alert) : partOf(alert, share, home, unit),
        name: ALERT_RULES[alert.rule as RuleId]?.name ?? { zh: alert.rule, en: alert.rule },
        limit: limitRow ? { text: { zh: limitRow.zh, en: limitRow.en }, citation: limitRow.citation } : null,
        scale: limitRow ? SEVERITY_SCALE : null,
        exact,
        vehicles: rows.map((row) => memberOf(row, viewer, exact, deps, at)),
        total,
      }
    },
  }
}

/** A plate is whole where the role may see it; a place only where the opening was logged, and of an instant only while it was already so. */
const memberOf = (
  row: FactRow,
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
    firstAt: row.first_at,
    lastAt: Math.min(row.last_at, at),
    speedKmh: row.speed_dkmh / 10,
    heldMs: row.held_ms,
    fence:
      row.fence_name === null
        ? null
        : { id: row.fence ?? '', name: row.fence_name, kind: row.fence_kind ?? '' },
    detail: detailOf(row.detail, exact, (code) => regions.get(code)?.name ?? code),
    at: exact && row.last_at <= at ? { lon: row.lon_e7 / 1e7, lat: row.lat_e7 / 1e7 } : null,
  }
}

/** A road says where it was: it is named where exact places are. */
const detailOf = (
  detail: BreachDetail | null,
  exact: boolean,
  nameOf: (code: string) => string,
): AlertDetail['vehicles'][number]['detail'] => {
  if (!detail) return null
  const { cause = null, order = null, hours, approved = [], speed } = detail
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
