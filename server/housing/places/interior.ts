import type { Viewer } from '#shared/kernel/roles.ts'
import { pointsOf } from '#shared/housing/geometry.ts'
import { daysSince } from '#shared/housing/verdict.ts'
import { measuresToArray, sumArrays, zeroMeasures } from '#shared/indices/measures.ts'
import type { Interior, InteriorRoomRow } from '#shared/protocol/http.ts'
import { toSquareMetres, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { MeasuresRepository } from '../measures/measureRows.ts'
import type { PlacesRepository } from './placeRows.ts'
import type { RoomRow, RoomsRepository } from '../rooms/roomRows.ts'
import type { UnitsRepository } from '../units/unitRows.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'
import { measuresOfRoom } from '../measures/touched.ts'

export interface InteriorDeps {
  readonly places: PlacesRepository
  readonly rooms: RoomsRepository
  readonly units: UnitsRepository
  readonly measures: MeasuresRepository
  readonly scope: Scope
  readonly clock: Clock
}
export interface Interiors {
  /** All floors of a building with their rooms and desks; a unit's viewer gets only its own rooms. */
  of(viewer: Viewer, building: string): Promise<Interior>
}

const interiorRoom = (row: RoomRow, names: ReadonlyMap<string, string>, now: EpochMs): InteriorRoomRow => ({
  id: row.id,
  number: row.number,
  category: row.category,
  use: row.use,
  state: row.state,
  idleDays: row.state === 'idle' ? daysSince(row.state_since, now) : null,
  usableArea: toSquareMetres(row.usable_dm2),
  limit: row.limit_dm2 === null ? null : toSquareMetres(row.limit_dm2),
  limitUse: row.limit_use,
  unit: row.unit,
  unitName: row.unit === null ? null : (names.get(row.unit) ?? null),
  occupants: row.occupants,
  ring: pointsOf(row.ring),
  desks: row.workstations.map(({ id, code, x, y, rotation, person }) => ({
    id,
    code,
    x,
    y,
    rotation,
    used: person !== null,
  })),
})

export const makeInteriors = ({ places, rooms, units, measures, scope, clock }: InteriorDeps): Interiors => ({
  of: async (viewer, id) => {
    const building = await places.building(id)
    if (!building) throw notFound(`building ${id}`)
    scope.requireRegion(viewer, building.county, `building ${id}`)
    const unit = scope.unit(viewer)
    const [floors, all] = await Promise.all([places.floorRows(id), rooms.ofBuilding(id)])
    const shown = unit === null ? all : all.filter((room) => room.unit === unit)
    if (unit !== null && shown.length === 0) throw notFound(`building ${id}`)
    const names = await units.names(shown.flatMap((room) => room.unit ?? []))
    const sums =
      unit === null
        ? new Map(
            (await measures.places(floors.map((floor) => floor.id))).map((node) => [node.id, node.measures]),
          )
        : null
    const byFloor = Map.groupBy(shown, (room) => room.floor)
    const empty = measuresToArray(zeroMeasures())
    const now = clock()
    return {
      building: id,
      name: building.name,
      origin: [building.lon, building.lat],
      rotation: building.rotation,
      floors: floors.map((floor) => {
        const here = byFloor.get(floor.id) ?? []
        const { id: floorId, level, label, elevation, height, plan, outline, corridors, cores } = floor
        const sum = sums === null ? sumArrays(here.map(measuresOfRoom)) : [...(sums.get(floorId) ?? empty)]
        return {
          id: floorId,
          level,
          label,
          elevation,
          height,
          plan,
          outline,
          corridors,
          cores,
          measures: sum,
          rooms: here.map((room) => interiorRoom(room, names, now)),
        }
      }),
      asOf: now,
    }
  },
})
