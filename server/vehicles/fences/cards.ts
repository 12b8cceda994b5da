import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { FenceCard } from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { ALERT_RULES } from '#shared/supervision/alert.ts'
import { vehicleLimitRows, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import { isInForce, shapeOf } from '#shared/vehicles/fences/fence.ts'
import { packFences } from '#shared/vehicles/fences/pack.ts'
import type { FenceShape } from '#shared/vehicles/fences/shape.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { FenceRow as StoredFence, FencesRepository } from './fenceRows.ts'
import type { VehicleEntry } from '../../common/directory/directoryRows.ts'
import type { KeptFact } from '../../common/ports/vehicleFacts.ts'
import type { VehicleFacts } from '../alarms/factRows.ts'
import { borderOf, rowOf, type FencesDeps } from './fences.ts'
import { fencesOfUnit } from './ofUnit.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { AccessLog } from '../../common/ports/audit.ts'
import type { Fleet } from '../live/fleet.ts'

export interface FenceCards {
  /** One fence: what it asks, of whom and when, who is inside now and what happened at it today. Naming vehicles needs the right to tracks, and is logged first. */
  card(viewer: Viewer, address: string, id: string): Promise<FenceCard>
}

export interface FenceCardsDeps {
  readonly fences: FencesRepository
  readonly facts: Pick<VehicleFacts, 'ofFence'>
  readonly fleet: Pick<Fleet, 'row' | 'state'>
  readonly directory: Pick<Directory, 'now'>
  readonly regions: Omit<FencesDeps['regions'], 'get'> & {
    get(
      code: string,
    ): ({ readonly name: string } & NonNullable<ReturnType<FencesDeps['regions']['get']>>) | undefined
  }
  readonly scope: LiveScope
  readonly audit: AccessLog
  readonly isWorkday: (day: string) => boolean
  readonly rules: Rules
  readonly clock: Clock
}

const MOST_SHOWN = 50

/** The rule that a fence serves: it prints that rule's limit and source. */
const ruleOf = ({ kind, rule }: Pick<StoredFence, 'kind' | 'rule'>): VehicleRule =>
  rule === 'speed' ? 'VH-10' : rule === 'no-stop' ? 'VH-08' : kind === 'depot' ? 'VH-02' : 'VH-09'

const plateOf = (viewer: Viewer, plate: string): string =>
  masksByDefault(viewer.role) ? maskPlate(plate) : plate

/** Vehicles of the viewer's scope whose newest report lies inside. */
const vehiclesInside = (
  { fleet, directory, regions, scope }: Pick<FenceCardsDeps, 'fleet' | 'directory' | 'regions' | 'scope'>,
  viewer: Viewer,
  shape: FenceShape,
): VehicleEntry[] => {
  const unit = scope.unit(viewer)
  const codes = new Set(regions.subtree(viewer.scope.region))
  const packed = packFences([shape])
  return directory.now().vehicles.filter((vehicle): vehicle is VehicleEntry => {
    if (!vehicle || (unit === null ? !codes.has(vehicle.region) : vehicle.unit !== unit)) return false
    const row = fleet.row(vehicle.ordinal)
    return row !== null && packed.holds(0, row.lonE6 / 1e6, row.latE6 / 1e6)
  })
}

const hereOf = (
  { fleet, directory }: Pick<FenceCardsDeps, 'fleet' | 'directory'>,
  viewer: Viewer,
  vehicle: VehicleEntry,
): FenceCard['inside']['vehicles'][number] => ({
  ordinal: vehicle.ordinal,
  plate: plateOf(viewer, vehicle.plate),
  unit: directory.now().units.get(vehicle.unit)?.name ?? vehicle.unit,
  state: fleet.state(vehicle.ordinal),
  speedKmh: fleet.row(vehicle.ordinal)?.speedKmh ?? 0,
})

const caseOf = (
  directory: FenceCardsDeps['directory'],
  viewer: Viewer,
  fact: KeptFact,
): FenceCard['today']['cases'][number] => {
  const { vehicles, vehicleOrdinals, units } = directory.now()
  const vehicle = vehicles[vehicleOrdinals.get(fact.vehicle) ?? -1]
  return {
    rule: fact.rule,
    severity: fact.severity,
    at: fact.firstAt,
    ordinal: vehicle?.ordinal ?? null,
    plate: vehicle ? plateOf(viewer, vehicle.plate) : fact.plate,
    unit: units.get(fact.unit)?.name ?? fact.unit,
  }
}

/** Units are named to who may see them. */
const rosterOf = (
  { directory, regions, scope }: Pick<FenceCardsDeps, 'directory' | 'regions' | 'scope'>,
  viewer: Viewer,
  roster: StoredFence['roster'],
): FenceCard['roster'] => {
  if (roster === null) return null
  const { units } = directory.now()
  const own = scope.unit(viewer)
  const isShown = (id: string): boolean =>
    own === null ? regions.contains(viewer.scope.region, units.get(id)?.region ?? '') : id === own
  return {
    vehicles: roster.vehicles.length,
    units: roster.units
      .filter(isShown)
      .map((id) => units.get(id)?.name ?? id)
      .slice(0, MOST_SHOWN),
    categories: roster.categories,
    regions: roster.regions.map((code) => regions.get(code)?.name ?? code),
  }
}

const ruleCard = (id: VehicleRule, rules: Rules): FenceCard['rule'] => {
  const limit = vehicleLimitRows(rules().vehicle)[id]
  const { name, citation: source } = ALERT_RULES[id]
  return { id, name, text: { zh: limit.zh, en: limit.en }, citation: limit.citation, source }
}

/** A fence that the viewer may open. Throws where there is none. */
const findFence = async (deps: FenceCardsDeps, viewer: Viewer, id: string) => {
  const { fences, regions, scope } = deps
  const found = await fences.one(id)
  const unit = scope.unit(viewer)
  const isMine =
    found !== null &&
    (unit === null
      ? regions.contains(viewer.scope.region, found.fence.region)
      : (await fencesOfUnit(deps, unit, [found.fence])).length > 0)
  if (!found || !isMine)
    throw new AppError('not-found', `fence ${id} does not exist or lies outside your scope`)
  return found
}

const card = async (
  deps: FenceCardsDeps,
  viewer: Viewer,
  address: string,
  id: string,
): Promise<FenceCard> => {
  const { facts, directory, regions, scope, audit, clock } = deps
  const { fence, provenance } = await findFence(deps, viewer, id)
  const now = clock()
  const unit = scope.unit(viewer)
  const shape = shapeOf(fence.geometry, borderOf(regions))
  const exact = may(viewer.role, 'view.tracks')
  const vehicles = shape ? vehiclesInside(deps, viewer, shape) : []
  const today = await facts.ofFence(id, {
    regions: unit === null ? regions.subtree(viewer.scope.region) : null,
    unit,
    limit: MOST_SHOWN,
  })
  if (exact && vehicles.length + today.total > 0)
    await audit.record({
      event: 'fence.open',
      account: viewer.account,
      role: viewer.role,
      address,
      outcome: 'ok',
      target: id,
      detail: `${vehicles.length} vehicles inside, ${today.total} cases`,
    })
  return {
    fence: rowOf(fence),
    regionName: regions.get(fence.region)?.name ?? fence.region,
    rule: ruleCard(ruleOf(fence), deps.rules),
    inForce: isInForce(fence, now, deps.isWorkday),
    since: fence.window?.since ?? null,
    until: fence.window?.until ?? null,
    roster: rosterOf(deps, viewer, fence.roster),
    order: fence.order,
    exact,
    inside: {
      total: vehicles.length,
      vehicles: exact ? vehicles.slice(0, MOST_SHOWN).map((vehicle) => hereOf(deps, viewer, vehicle)) : [],
    },
    today: {
      total: today.total,
      cases: exact ? today.rows.map((row) => caseOf(directory, viewer, row)) : [],
    },
    provenance,
    asOf: now,
  }
}

export const makeFenceCards = (deps: FenceCardsDeps): FenceCards => ({
  card: (viewer, address, id) => card(deps, viewer, address, id),
})
