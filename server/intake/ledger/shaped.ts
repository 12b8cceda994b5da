import { boundsOf } from '#shared/housing/geometry.ts'
import {
  buildingQuality,
  compoundQuality,
  isFresh,
  unitQuality,
  type Quality,
} from '#shared/housing/quality.ts'
import { roomFacts, type RoomFacts, type Sitter } from '#shared/housing/facts.ts'
import type {
  BuildingRecord,
  CompoundRecord,
  DepotRecord,
  EnergyMonthRecord,
  EnergyQuotaRecord,
  FenceRecord,
  FloorRecord,
  MeterRecord,
  OrderRecord,
  PersonRecord,
  RegionRecord,
  RoomRecord,
  UnitRecord,
  VehicleMonthRecord,
  VehicleRecord,
} from '#shared/protocol/platform.ts'
import { limitLevelOf } from '#shared/standards/officeArea.ts'
import { toSquareDecimetres, type EpochMs, type LonLat } from '#shared/units.ts'
import type { Parent, Row } from './writeRows.ts'
import { spellPerson, spellPlace } from '../../common/pinyin.ts'
import { orderDetailRow, vehicleDetailRow, vehicleMonthDetailRow } from './vehicleShaped.ts'

/** Who handed a batch over, and when. */
export interface Arrival {
  readonly source: string
  readonly now: EpochMs
  /** 时效性: how long a record counts as fresh. */
  readonly freshMs?: number
  /** 市科级直属机构 keep to limits of their own. */
  readonly sectionOrgans?: 'off' | 'on'
}

export const stamp = (arrival: Arrival, sourceId: string, updatedAt: EpochMs): Row => ({
  source: arrival.source,
  source_id: sourceId,
  updated_at: updatedAt,
  received_at: arrival.now,
})

const qualityRow = (quality: Quality, updatedAt: EpochMs, { now, freshMs }: Arrival): Row => ({
  q_required: quality.required,
  q_filled: quality.filled,
  q_checks: quality.checks,
  q_failed: quality.failed,
  fresh: isFresh(updatedAt, now, freshMs),
})

export const regionRow = (record: RegionRecord, arrival: Arrival): Row => {
  const [west, south, east, north] = boundsOf(record.geometry.flat(2) as LonLat[])
  const [lon, lat] = record.center
  const { code, parent, level, name, geometry } = record
  return {
    code,
    parent,
    level,
    name,
    lon,
    lat,
    west,
    south,
    east,
    north,
    geometry,
    ...stamp(arrival, code, record.updatedAt),
  }
}

export const unitRow = (record: UnitRecord, arrival: Arrival): Row => {
  const { id, name, region, role, level, nature, uscc, establishment, energyUsers, updatedAt } = record
  const total = Object.values(establishment).reduce((sum: number, count) => sum + (count ?? 0), 0)
  return {
    id,
    name,
    region,
    role,
    level,
    nature,
    uscc,
    establishment,
    limit_level: limitLevelOf(level, establishment, arrival.sectionOrgans ?? 'off'),
    establishment_total: total,
    energy_users: energyUsers,
    ...qualityRow(unitQuality(record), updatedAt, arrival),
    ...stamp(arrival, id, updatedAt),
  }
}

export const compoundRow = (record: CompoundRecord, arrival: Arrival): Row => {
  const { id, region, name, address, lon, lat, boundary, landArea, updatedAt } = record
  return {
    id,
    name,
    address,
    lon,
    lat,
    boundary,
    county: region,
    land_dm2: toSquareDecimetres(landArea),
    ...qualityRow(compoundQuality(record), updatedAt, arrival),
    ...stamp(arrival, id, updatedAt),
  }
}

export const buildingRow = (record: BuildingRecord, parent: Parent, arrival: Arrival): Row => {
  const { id, compound, name, use, structure, height, rotation, footprint, certificate, updatedAt } = record
  return {
    id,
    compound,
    name,
    use,
    structure,
    height,
    rotation,
    footprint,
    certificate,
    county: parent.county,
    floors_above: record.floorsAbove,
    floors_below: record.floorsBelow,
    high_rise: record.highRise,
    gross_dm2: toSquareDecimetres(record.grossArea),
    built_year: record.builtYear,
    lon: record.origin[0],
    lat: record.origin[1],
    certified: certificate.kind !== 'none',
    ...qualityRow(buildingQuality(record), updatedAt, arrival),
    ...stamp(arrival, id, updatedAt),
  }
}

export const floorRow = (record: FloorRecord, parent: Parent, arrival: Arrival): Row => {
  const { id, building, level, label, elevation, height, plan, outline, corridors, cores, updatedAt } = record
  return {
    id,
    building,
    compound: parent.compound,
    county: parent.county,
    level,
    label,
    elevation,
    height,
    plan,
    outline,
    corridors,
    cores,
    ...stamp(arrival, id, updatedAt),
  }
}

export const personRow = (record: PersonRecord, parent: Parent, arrival: Arrival): Row => {
  const { id, name, unit, grade, post, status, statusSince, phone, updatedAt } = record
  return {
    id,
    name,
    ...spellPerson(name),
    unit,
    region: parent.county,
    grade,
    post,
    status,
    status_since: statusSince,
    phone,
    ...stamp(arrival, id, updatedAt),
  }
}

/** The columns that `roomFacts` decides. */
export const factsRow = (facts: RoomFacts): Row => ({
  occupants: facts.occupants,
  desks: facts.desks,
  desks_used: facts.desksUsed,
  office_room: facts.officeRoom,
  over_room: facts.overRoom,
  limit_dm2: facts.limitDm2,
  over_dm2: facts.overDm2,
  limit_use: facts.limitUse,
  stale: facts.stale,
})

export const roomRow = (
  record: RoomRecord,
  parent: Parent,
  sitters: ReadonlyMap<string, Sitter>,
  arrival: Arrival,
): Row => {
  const {
    id,
    floor,
    number,
    category,
    use,
    state,
    stateSince,
    usableArea,
    ring,
    unit,
    workstations,
    updatedAt,
  } = record
  const facts = roomFacts(record, sitters)
  return {
    id,
    floor,
    number,
    category,
    use,
    state,
    unit,
    workstations,
    building: parent.building,
    county: parent.county,
    state_since: stateSince,
    usable_dm2: toSquareDecimetres(usableArea),
    ring: ring.flat().map(Math.fround),
    persons: facts.occupants,
    ...factsRow(facts),
    ...qualityRow(facts.quality, updatedAt, arrival),
    ...stamp(arrival, id, updatedAt),
  }
}

export const occupantRows = (record: RoomRecord): Row[] =>
  record.occupants.map(({ person, share, since }) => ({ room: record.id, person, share, since }))

export const depotRow = (record: DepotRecord, arrival: Arrival): Row => {
  const { id, region, name, lon, lat, fence, updatedAt } = record
  return { id, region, name, lon, lat, fence, ...stamp(arrival, id, updatedAt) }
}

export const vehicleRow = (record: VehicleRecord, arrival: Arrival): Row => {
  const { id, plate, unit, region, depot, category, energy, model, seats, registered, driver, updatedAt } =
    record
  return {
    id,
    plate,
    unit,
    region,
    depot,
    category,
    energy,
    model,
    seats,
    registered,
    plate_reversed: [...plate].reverse().join(''),
    driver_name: driver?.name ?? null,
    driver_phone: driver?.phone ?? null,
    terminal_phone: record.terminal?.phone ?? null,
    terminal_vin: record.terminal?.vin ?? null,
    ...vehicleDetailRow(record),
    ...stamp(arrival, id, updatedAt),
  }
}

export const orderRow = (record: OrderRecord, arrival: Arrival): Row => {
  const { id, vehicle, unit, reason, driver, status, updatedAt } = record
  return {
    id,
    vehicle,
    unit,
    reason,
    driver,
    status,
    from_place: record.from,
    to_place: record.to,
    to_region: record.toRegion ?? null,
    approval: record.approval ?? null,
    start_at: record.start,
    end_at: record.end,
    ...orderDetailRow(record),
    ...stamp(arrival, id, updatedAt),
  }
}

export const fenceRow = (record: FenceRecord, arrival: Arrival): Row => {
  const { id, region, name, kind, place, rule, geometry, roster, order, window, updatedAt } = record
  return {
    id,
    region,
    name,
    kind,
    place,
    rule,
    limit_kmh: record.limitKmh ?? null,
    geometry,
    roster,
    order_id: order,
    time_window: window,
    ...stamp(arrival, id, updatedAt),
  }
}

export const vehicleMonthRow = (record: VehicleMonthRecord, arrival: Arrival): Row => {
  const { vehicle, month, daysUsed, daysDue, kilometres, cost, updatedAt } = record
  return {
    vehicle,
    month,
    days_used: daysUsed,
    days_due: daysDue,
    kilometres,
    cost,
    ...vehicleMonthDetailRow(record),
    ...stamp(arrival, `${vehicle}/${month}`, updatedAt),
  }
}

export const meterRow = (record: MeterRecord, arrival: Arrival): Row => {
  const { id, building, item, name, ratedKw, ratio = 1, digits = null, changes = [], updatedAt } = record
  return {
    id,
    building,
    item,
    name,
    rated_kw: ratedKw,
    ratio,
    digits,
    changes,
    ...stamp(arrival, id, updatedAt),
  }
}

export const energyMonthRow = (record: EnergyMonthRecord, arrival: Arrival): Row => {
  const {
    building,
    month,
    electricityKwh,
    gasM3,
    waterM3,
    heatGj = 0,
    coolGj = 0,
    pvKwh = 0,
    coalKg = 0,
    oilKg = 0,
    lpgKg = 0,
    updatedAt,
  } = record
  const further = {
    heat_gj: heatGj,
    cool_gj: coolGj,
    pv_kwh: pvKwh,
    coal_kg: coalKg,
    oil_kg: oilKg,
    lpg_kg: lpgKg,
  }
  return {
    building,
    month,
    electricity_kwh: electricityKwh,
    gas_m3: gasM3,
    water_m3: waterM3,
    ...further,
    ...stamp(arrival, `${building}/${month}`, updatedAt),
  }
}

export const energyQuotaRow = (record: EnergyQuotaRecord, arrival: Arrival): Row => {
  const { building, year, electricityKwh, basis, updatedAt } = record
  return {
    building,
    year,
    electricity_kwh: electricityKwh,
    basis,
    ...stamp(arrival, `${building}/${year}`, updatedAt),
  }
}

/** How a region, unit, compound or building is found. */
export interface Findable {
  readonly kind: 'region' | 'unit' | 'compound' | 'building'
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly region: string
  readonly place: string
  readonly lon: number | null
  readonly lat: number | null
}
const RANK = { region: 0, unit: 1, compound: 2, building: 3 } as const
export const searchRow = (found: Findable): Row => ({
  ...found,
  rank: RANK[found.kind],
  ...spellPlace(found.title),
})
