import type { FloorRecord } from '#shared/protocol/platform.ts'
import { elevationOf, metres, STOREY_METRES, type BuildingWork } from './buildings.ts'
import type { CountyContext } from './context.ts'
import { planFloor, type PlannedRoom } from './floorPlan.ts'
import type { Rect } from './shell.ts'
import { floorKind } from '../ground/sites.ts'
import { stamp } from '../made/stamp.ts'

export interface FloorWork {
  readonly record: FloorRecord
  readonly rooms: readonly PlannedRoom[]
  readonly level: number
  readonly building: BuildingWork
}

export const ringOf = ([x, y, width, height]: Rect): [number, number][] => [
  [x / 100, y / 100],
  [(x + width) / 100, y / 100],
  [(x + width) / 100, (y + height) / 100],
  [x / 100, (y + height) / 100],
]

/** How many floors of each building have no drawing: whole buildings by lot, until the county's number is reached. */
const undrawnFloors = (
  context: CountyContext,
  buildings: readonly BuildingWork[],
): Map<BuildingWork, number> => {
  const rng = context.stream('plans')
  const order = buildings.map((building) => ({ building, lot: rng.next() })).sort((a, b) => a.lot - b.lot)
  let left = context.allotment.schematic
  return new Map(
    order.map(({ building }) => {
      const taken = Math.min(left, building.levels.length)
      left -= taken
      return [building, taken]
    }),
  )
}

/** Every floor of a county with its plan, building by building, lowest first. */
export const makeFloors = (context: CountyContext, buildings: readonly BuildingWork[]): FloorWork[] => {
  const undrawn = undrawnFloors(context, buildings)
  return buildings.flatMap((building) => floorsOf(context, building, undrawn.get(building)!))
}

const floorsOf = (context: CountyContext, building: BuildingWork, undrawn: number): FloorWork[] => {
  const rng = context.stream(`floors/${building.record.id}`)
  const outline = metres(building.draft.shell)
  return building.levels.map((level, i) => {
    const kind = floorKind(level)
    const plan = planFloor(building.draft.shell, kind, building.draft.rooms[i]!, rng)
    const label = level < 0 ? `B${-level}` : `${level}F`
    return {
      level,
      building,
      rooms: plan.rooms,
      record: {
        id: `${building.record.id}${level < 0 ? `B${-level}` : `F${String(level).padStart(2, '0')}`}`,
        building: building.record.id,
        level,
        label,
        elevation: elevationOf(level),
        height: STOREY_METRES[kind],
        plan: i < undrawn ? 'schematic' : 'drawing',
        outline,
        corridors: plan.corridors.map(ringOf),
        cores: plan.cores.map(ringOf),
        updatedAt: stamp(rng, context),
      },
    }
  })
}
