import type { Viewer } from '#shared/kernel/roles.ts'
import { sumArrays } from '#shared/indices/measures.ts'
import type { ChildPlace, PlaceView } from '#shared/protocol/http.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { UnitFloor } from './placeRows.ts'
import { makePlaceChildren, type PlaceChildrenDeps } from './placeChildren.ts'
import { ofBuilding, ofCompound, ofFloor, ofRegion, type PlaceRow } from './placeShapes.ts'
import { notFound, ofUnit, type Scope } from '../../common/scope/scope.ts'

export interface PlacesDeps extends PlaceChildrenDeps {
  readonly scope: Scope
  readonly clock: Clock
}

export interface Places {
  /** Region to floor, with its children. Throws `not-found` outside the viewer's scope. */
  view(viewer: Viewer, id: string): Promise<PlaceView>
}

interface Shown {
  readonly measures: number[]
  readonly children: ChildPlace[]
}
type UnitView = (unit: string, all: readonly ChildPlace[], id: string, kind: string) => Promise<Shown>

/** A unit's viewer sees the same ladder with its own rooms only, and only the rungs that hold some. */
const makeUnitView =
  ({ places, measures, rooms, tree }: PlacesDeps): UnitView =>
  async (unit, all, id, kind) => {
    const floors = await places.unitFloors(unit)
    const inside = (place: string): UnitFloor[] =>
      floors.filter(
        (one) =>
          one.floor === place ||
          one.building === place ||
          one.compound === place ||
          tree.contains(place, one.county),
      )
    const sumOf = (rows: readonly UnitFloor[]): number[] => sumArrays(rows.map((row) => row.measures))
    const here = inside(id)
    const own = (await measures.units([unit]))[0]
    const home = own?.parent === id
    if (here.length === 0 && !home) throw notFound(`place ${id}`)
    if (kind === 'floor') {
      const mine = new Set(
        (await rooms.ofFloor(id)).filter((room) => room.unit === unit).map((room) => room.id),
      )
      return { measures: sumOf(here), children: all.filter((one) => mine.has(one.id)) }
    }
    const children = all
      .map((one) => ({ one, rows: inside(one.id) }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ one, rows }) => ({ ...one, measures: sumOf(rows) }))
    return { measures: home && own ? [...own.measures] : sumOf(here), children }
  }

export const makePlaces = (deps: PlacesDeps): Places => {
  const { places, measures, tree, scope, clock } = deps
  const childrenOf = makePlaceChildren(deps)
  const unitView = makeUnitView(deps)
  const load = async (id: string, kind: string): Promise<PlaceRow | null> => {
    if (kind === 'compound') return places.compound(id).then((row) => row && ofCompound(tree, row))
    if (kind === 'building') return places.building(id).then((row) => row && ofBuilding(tree, row))
    if (kind === 'floor') return places.floor(id).then((row) => row && ofFloor(tree, row))
    const node = tree.get(id)
    return node ? ofRegion(tree, node) : null
  }

  return {
    view: async (viewer, id) => {
      const node = await measures.place(id)
      if (!node) throw notFound(`place ${id}`)
      const [loaded, children] = await Promise.all([load(id, node.kind), childrenOf(id, node.kind)])
      if (!loaded) throw notFound(`place ${id}`)
      scope.requireRegion(viewer, loaded.region, `place ${id}`)
      const unit = scope.unit(viewer)
      const shown =
        unit === null
          ? { measures: [...node.measures], children }
          : await unitView(unit, children, id, node.kind)
      const { name, path, lon, lat, bounds, facts, provenance } = loaded
      return {
        id,
        kind: node.kind as PlaceView['kind'],
        name,
        path,
        lon,
        lat,
        bounds,
        facts,
        provenance,
        ...ofUnit(scope, viewer),
        ...shown,
        asOf: clock(),
      }
    },
  }
}
