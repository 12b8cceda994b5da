import type { CollectionName, RecordOf, SeriesName } from '#shared/protocol/platform.ts'
import type { ShapeName } from './shapes.ts'
import type { Parent, ParentTable, Row } from './writeRows.ts'
import * as rows from './shaped.ts'
import type { Arrival } from './shaped.ts'
import * as ledgerRows from './vehicleShaped.ts'
import * as ruleRows from './vehicleRuleShaped.ts'

export type LedgerCollection = Exclude<CollectionName, SeriesName>
type Parents = ReadonlyMap<string, Parent>

/** How one collection becomes rows: what it hangs on, its key, its table. Rooms are made by `ingestRooms`. */
export interface Plan<C extends LedgerCollection> {
  readonly shape: ShapeName
  key(record: RecordOf<C>): string
  /** Ids that must be there first; `null` hangs on nothing. */
  parents(record: RecordOf<C>): readonly (readonly [ParentTable, string | null])[]
  row(record: RecordOf<C>, parents: Parents, arrival: Arrival): Row
  /** Its entry in the search, for collections that are found by name. */
  found?(record: RecordOf<C>, parents: Parents): rows.Findable
}

const plan = <C extends LedgerCollection>(definition: Plan<C>): Plan<C> => definition
const parentOf = (parents: Parents, id: string): Parent => parents.get(id) as Parent

export const PLANS: { readonly [C in Exclude<LedgerCollection, 'rooms'>]: Plan<C> } = {
  regions: plan<'regions'>({
    shape: 'regions',
    key: (r) => r.code,
    parents: () => [],
    row: (r, _, arrival) => rows.regionRow(r, arrival),
    found: (r) => ({
      kind: 'region',
      id: r.code,
      title: r.name,
      detail: r.code,
      region: r.code,
      place: r.code,
      lon: r.center[0],
      lat: r.center[1],
    }),
  }),
  units: plan<'units'>({
    shape: 'units',
    key: (r) => r.id,
    parents: (r) => [['regions', r.region]],
    row: (r, _, arrival) => rows.unitRow(r, arrival),
    found: (r) => ({
      kind: 'unit',
      id: r.id,
      title: r.name,
      detail: '',
      region: r.region,
      place: r.region,
      lon: null,
      lat: null,
    }),
  }),
  compounds: plan<'compounds'>({
    shape: 'compounds',
    key: (r) => r.id,
    parents: (r) => [['regions', r.region]],
    row: (r, _, arrival) => rows.compoundRow(r, arrival),
    found: (r) => ({
      kind: 'compound',
      id: r.id,
      title: r.name,
      detail: r.address,
      region: r.region,
      place: r.id,
      lon: r.lon,
      lat: r.lat,
    }),
  }),
  buildings: plan<'buildings'>({
    shape: 'buildings',
    key: (r) => r.id,
    parents: (r) => [['compounds', r.compound]],
    row: (r, parents, arrival) => rows.buildingRow(r, parentOf(parents, r.compound), arrival),
    found: (r, parents) => ({
      kind: 'building',
      id: r.id,
      title: r.name,
      detail: r.compound,
      region: parentOf(parents, r.compound).county,
      place: r.id,
      lon: r.origin[0],
      lat: r.origin[1],
    }),
  }),
  floors: plan<'floors'>({
    shape: 'floors',
    key: (r) => r.id,
    parents: (r) => [['buildings', r.building]],
    row: (r, parents, arrival) => rows.floorRow(r, parentOf(parents, r.building), arrival),
  }),
  people: plan<'people'>({
    shape: 'people',
    key: (r) => r.id,
    parents: (r) => [['units', r.unit]],
    row: (r, parents, arrival) => rows.personRow(r, parentOf(parents, r.unit), arrival),
  }),
  depots: plan<'depots'>({
    shape: 'depots',
    key: (r) => r.id,
    parents: (r) => [['regions', r.region]],
    row: (r, _, arrival) => rows.depotRow(r, arrival),
  }),
  vehicles: plan<'vehicles'>({
    shape: 'vehicles',
    key: (r) => r.id,
    parents: (r) => [
      ['units', r.unit],
      ['regions', r.region],
      ['depots', r.depot],
    ],
    row: (r, _, arrival) => rows.vehicleRow(r, arrival),
  }),
  orders: plan<'orders'>({
    shape: 'orders',
    key: (r) => r.id,
    parents: (r) => [
      ['vehicles', r.vehicle],
      ['units', r.unit],
    ],
    row: (r, _, arrival) => rows.orderRow(r, arrival),
  }),
  fences: plan<'fences'>({
    shape: 'fences',
    key: (r) => r.id,
    parents: (r) => [['regions', r.region]],
    row: (r, _, arrival) => rows.fenceRow(r, arrival),
  }),
  'road-limits': plan<'road-limits'>({
    shape: 'road_limits',
    key: (r) => r.id,
    parents: (r) => [['regions', r.region]],
    row: (r, _, arrival) => ({ ...ruleRows.roadLimitRow(r), ...rows.stamp(arrival, r.id, r.updatedAt) }),
  }),
  'working-hours': plan<'working-hours'>({
    shape: 'working_hours',
    key: (r) => r.id,
    parents: (r) => [
      ['regions', r.region],
      ['units', r.unit],
    ],
    row: (r, _, arrival) => ({ ...ruleRows.workingHoursRow(r), ...rows.stamp(arrival, r.id, r.updatedAt) }),
  }),
  'vehicle-months': plan<'vehicle-months'>({
    shape: 'vehicle_months',
    key: (r) => `${r.vehicle}/${r.month}`,
    parents: (r) => [['vehicles', r.vehicle]],
    row: (r, _, arrival) => rows.vehicleMonthRow(r, arrival),
  }),
  'order-step-limits': plan<'order-step-limits'>({
    shape: 'order_step_limits',
    key: (r) => `${r.region}/${r.step}`,
    parents: (r) => [['regions', r.region]],
    row: (r, _, arrival) => ({
      ...ledgerRows.orderStepLimitRow(r),
      ...rows.stamp(arrival, `${r.region}/${r.step}`, r.updatedAt),
    }),
  }),
  'vehicle-vendors': plan<'vehicle-vendors'>({
    shape: 'vehicle_vendors',
    key: (r) => r.id,
    parents: (r) => [['regions', r.region]],
    row: (r, _, arrival) => ({
      ...ledgerRows.vehicleVendorRow(r),
      ...rows.stamp(arrival, r.id, r.updatedAt),
    }),
  }),
  'vehicle-costs': plan<'vehicle-costs'>({
    shape: 'vehicle_costs',
    key: (r) => r.id,
    parents: (r) => [['vehicles', r.vehicle]],
    row: (r, _, arrival) => ({ ...ledgerRows.vehicleCostRow(r), ...rows.stamp(arrival, r.id, r.updatedAt) }),
  }),
  'vehicle-rentals': plan<'vehicle-rentals'>({
    shape: 'vehicle_rentals',
    key: (r) => r.id,
    parents: (r) => [['units', r.unit]],
    row: (r, parents, arrival) => ({
      ...ledgerRows.vehicleRentalRow(r, parentOf(parents, r.unit)),
      ...rows.stamp(arrival, r.id, r.updatedAt),
    }),
  }),
  'vehicle-quotas': plan<'vehicle-quotas'>({
    shape: 'vehicle_quotas',
    key: (r) => `${r.unit}/${r.year}`,
    parents: (r) => [['units', r.unit]],
    row: (r, _, arrival) => ({
      ...ledgerRows.vehicleQuotaRow(r),
      ...rows.stamp(arrival, `${r.unit}/${r.year}`, r.updatedAt),
    }),
  }),
  meters: plan<'meters'>({
    shape: 'meters',
    key: (r) => r.id,
    parents: (r) => [['buildings', r.building]],
    row: (r, _, arrival) => rows.meterRow(r, arrival),
  }),
  'energy-months': plan<'energy-months'>({
    shape: 'energy_months',
    key: (r) => `${r.building}/${r.month}`,
    parents: (r) => [['buildings', r.building]],
    row: (r, _, arrival) => rows.energyMonthRow(r, arrival),
  }),
  'energy-quotas': plan<'energy-quotas'>({
    shape: 'energy_quotas',
    key: (r) => `${r.building}/${r.year}`,
    parents: (r) => [['buildings', r.building]],
    row: (r, _, arrival) => rows.energyQuotaRow(r, arrival),
  }),
}

export const ROOM_PARENTS = (room: RecordOf<'rooms'>): readonly (readonly [ParentTable, string | null])[] => [
  ['floors', room.floor],
  ['units', room.unit],
]

/** Which table's ids free the parked records of others. */
export const FREES: readonly LedgerCollection[] = [
  'regions',
  'units',
  'compounds',
  'buildings',
  'floors',
  'depots',
  'vehicles',
]
