import { roomMeasures } from '#shared/housing/facts.ts'
import { measuresToArray } from '#shared/indices/measures.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { RecordOf } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Link } from '../../common/plan.ts'
import type { Batch, LinksOf } from '../../common/ports/summing.ts'
import type { PlainRoomRow, RoomsRepository } from '../rooms/roomRows.ts'
import type { MeasuresRepository } from './measureRows.ts'
import type { Touched } from './rollupRows.ts'

interface Marks {
  floors: Set<string>
  buildings: Set<string>
  compounds: Set<string>
  regions: Set<string>
  units: Set<string>
  seats: Set<string>
}

const addLink = (marks: Marks, link: Link): void => {
  if (link.floor) marks.floors.add(link.floor)
  if (link.building) marks.buildings.add(link.building)
  if (link.compound) marks.compounds.add(link.compound)
  if (link.region) marks.regions.add(link.region)
  if (link.unit) marks.units.add(link.unit)
}

/** The nodes whose own sums a batch changed: where its rows hang now, and where they hung before. */
export const touchedBy = async (
  {
    links: linksOf,
    unitsOnFloors,
  }: { links: LinksOf; unitsOnFloors(floors: readonly string[]): Promise<string[]> },
  batch: Batch,
  written: readonly string[],
  links: readonly Link[],
): Promise<Touched> => {
  const marks: Marks = {
    floors: new Set(),
    buildings: new Set(),
    compounds: new Set(),
    regions: new Set(),
    units: new Set(),
    seats: new Set(),
  }
  for (const link of links) addLink(marks, link)
  const follow = async (table: 'rooms' | 'vehicles', ids: readonly string[]): Promise<void> => {
    for (const link of await linksOf(table, ids)) addLink(marks, link)
  }
  const into = (set: Set<string>): void => written.forEach((id) => set.add(id))
  const { collection } = batch
  if (collection === 'rooms') await follow('rooms', written)
  if (collection === 'vehicles') await follow('vehicles', written)
  if (collection === 'vehicle-months')
    await follow(
      'vehicles',
      (batch.items as readonly RecordOf<'vehicle-months'>[]).map((month) => month.vehicle),
    )
  if (collection === 'floors') into(marks.floors)
  if (collection === 'buildings' || collection === 'energy-months' || collection === 'energy-quotas')
    into(marks.buildings)
  if (collection === 'compounds') into(marks.compounds)
  if (collection === 'regions') into(marks.regions)
  if (collection === 'units') into(marks.units)
  if (collection === 'units' || collection === 'rooms') marks.seats = new Set(marks.units)
  if (collection === 'floors') marks.seats = new Set(await unitsOnFloors(written))
  return marks
}

/** The measures of a stored room. */
export const measuresOfRoom = (row: PlainRoomRow): number[] =>
  measuresToArray(
    roomMeasures(
      {
        category: row.category,
        state: row.state,
        usableDm2: row.usable_dm2,
        fresh: row.fresh,
        persons: row.persons,
      },
      {
        occupants: row.occupants,
        desks: row.desks,
        desksUsed: row.desks_used,
        officeRoom: row.office_room,
        overRoom: row.over_room,
        limitDm2: row.limit_dm2,
        overDm2: row.over_dm2,
        limitUse: row.limit_use,
        stale: row.stale,
        quality: {
          required: row.q_required,
          filled: row.q_filled,
          checks: row.q_checks,
          failed: row.q_failed,
        },
      },
    ),
  )

const KIND: Record<string, LedgerChange['kind']> = {
  province: 'region',
  city: 'region',
  county: 'region',
  compound: 'compound',
  building: 'building',
  floor: 'floor',
}

interface Changed {
  readonly floors?: Iterable<string>
  readonly buildings?: Iterable<string>
  readonly compounds?: Iterable<string>
  readonly regions?: Iterable<string>
  readonly units?: Iterable<string>
  readonly rooms?: Iterable<string>
}

/** The new roll-ups of what changed, provinces and rooms alike. */
export const changesOf = async (
  { rooms: kept, measures }: { rooms: Pick<RoomsRepository, 'rows'>; measures: MeasuresRepository },
  changed: Changed,
  at: EpochMs,
): Promise<LedgerChange[]> => {
  const places = [
    ...(changed.regions ?? []),
    ...(changed.compounds ?? []),
    ...(changed.buildings ?? []),
    ...(changed.floors ?? []),
  ]
  const nodes = await measures.places(places)
  const units = await measures.units([...(changed.units ?? [])])
  const rooms = await kept.rows([...(changed.rooms ?? [])])
  return [
    ...nodes.map(({ id, kind, measures: sums }) => ({
      id,
      kind: KIND[kind] as LedgerChange['kind'],
      measures: sums,
      at,
    })),
    ...units.map(({ id, measures: sums }) => ({ id, kind: 'unit' as const, measures: sums, at })),
    ...rooms.map((row) => ({ id: row.id, kind: 'room' as const, measures: measuresOfRoom(row), at })),
  ]
}
