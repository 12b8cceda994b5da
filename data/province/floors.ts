import type { FloorRecord } from '#shared/protocol/platform.ts'
import { elevationOf, metres, STOREY_METRES, type BuildingWork } from './buildings.ts'
import type { CountyContext } from './context.ts'
import { planFloor, type PlannedRoom } from './floorPlan.ts'
import type { Rect } from './shell.ts'
import { floorKind } from './sites.ts'
import { stamp } from './stamp.ts'

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

/** Share of floors whose drawing was never uploaded; their plan is made from the ledger and says so. */
const SCHEMATIC_SHARE = 0.09

/** Every floor of a building with its plan, lowest first. */
export const makeFloors = (context: CountyContext, building: BuildingWork): FloorWork[] => {
  const rng = context.stream(`floors/${building.record.id}`)
  const undrawn = rng.chance(SCHEMATIC_SHARE)
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
        plan: undrawn || rng.chance(0.01) ? 'schematic' : 'drawing',
        outline,
        corridors: plan.corridors.map(ringOf),
        cores: plan.cores.map(ringOf),
        updatedAt: stamp(rng, context),
      },
    }
  })
}
