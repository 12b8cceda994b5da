import type { ChildPlace } from '#shared/protocol/http.ts'
import type { MeasuresRepository } from '../measures/measureRows.ts'
import type { PlacesRepository } from './placeRows.ts'
import type { RoomsRepository } from '../rooms/roomRows.ts'
import { buildingOutline } from './placeShapes.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { measuresOfRoom } from '../measures/touched.ts'

export interface PlaceChildrenDeps {
  readonly places: PlacesRepository
  readonly measures: MeasuresRepository
  readonly rooms: RoomsRepository
  readonly tree: RegionTree
}
/** A place's children with their sums; needs nothing of the place's own row, so both are read at once. */
export type PlaceChildren = (id: string, kind: string) => Promise<ChildPlace[]>

const child = (
  part: Pick<ChildPlace, 'id' | 'kind' | 'name' | 'measures'> & Partial<ChildPlace>,
): ChildPlace => ({
  lon: null,
  lat: null,
  outline: null,
  height: null,
  level: null,
  ...part,
})

export const makePlaceChildren = ({ places, measures, rooms, tree }: PlaceChildrenDeps): PlaceChildren => {
  const regionChildren = async (code: string, kind: string): Promise<ChildPlace[]> => {
    if (kind === 'county') {
      const rows = await places.compoundsIn([code])
      return rows.map((row) =>
        child({
          id: row.id,
          kind: 'compound',
          name: row.name,
          lon: row.lon,
          lat: row.lat,
          outline: row.boundary,
          measures: [...row.measures],
        }),
      )
    }
    const nodes = await measures.childrenOf(code)
    return nodes.flatMap(({ id, measures: values }) => {
      const below = tree.get(id)
      return below
        ? [
            child({
              id,
              kind: below.level,
              name: below.name,
              lon: below.lon,
              lat: below.lat,
              measures: [...values],
            }),
          ]
        : []
    })
  }
  return async (id, kind) => {
    if (kind === 'floor')
      return (await rooms.ofFloor(id)).map((room) =>
        child({ id: room.id, kind: 'room', name: room.number, measures: measuresOfRoom(room) }),
      )
    if (kind === 'building')
      return (await places.floorsOf(id)).map((one) =>
        child({ id: one.id, kind: 'floor', name: one.label, level: one.level, measures: [...one.measures] }),
      )
    if (kind !== 'compound') return regionChildren(id, kind)
    return (await places.buildingsOf(id)).map((one) =>
      child({
        id: one.id,
        kind: 'building',
        name: one.name,
        lon: one.lon,
        lat: one.lat,
        outline: buildingOutline(one),
        height: one.height,
        measures: [...one.measures],
      }),
    )
  }
}
