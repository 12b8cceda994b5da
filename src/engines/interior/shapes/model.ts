import type { InteriorLayer } from '#shared/scene/layers.ts'
import type { RoomIcon } from '#shared/scene/roomIcons.ts'
import { anchorOf, boxOf, cleanRing, type Box, type Ring } from './rings.ts'
import { depthOf, doorOf, type Depth, type Door } from './roomPlan.ts'
import type { LocalXY } from '#shared/kernel/units.ts'

type Floor = InteriorLayer['floors'][number]

/** A room made ready for drawing and picking; `ordinal` is its row in the fill column. */
export interface RoomModel {
  readonly id: string
  readonly ordinal: number
  readonly ring: Ring
  readonly box: Box
  readonly anchor: LocalXY
  readonly number: string
  readonly label: string
  readonly icon: RoomIcon | null
  readonly finish: 'planks' | 'tiles'
  readonly door: Door | null
  readonly depth: Depth
}

export interface FloorModel {
  readonly spec: Floor
  /** Place in the stack, 0 the lowest. */
  readonly rank: number
  readonly outline: Ring
  readonly box: Box
  readonly corridors: readonly Ring[]
  readonly rooms: readonly RoomModel[]
}

export interface BuildingModel {
  /** From the lowest to the highest. */
  readonly floors: readonly FloorModel[]
  readonly roomCount: number
  readonly box: Box
  /** Room or desk → its floor; a floor → itself. */
  readonly floorOf: ReadonlyMap<string, FloorModel>
  readonly roomOf: ReadonlyMap<string, RoomModel>
  /** Rooms and floors that cannot be drawn, each with its reason. */
  readonly problems: readonly string[]
}

const MIN_CORNERS = 3

export const buildModel = (layer: InteriorLayer): BuildingModel => {
  const problems: string[] = []
  let ordinal = 0
  const floors = layer.floors.map((spec) => {
    const corridors = spec.corridors.map(cleanRing).filter((ring) => ring.length >= MIN_CORNERS)
    const boxes = corridors.map((ring) => ({ ring, box: boxOf([ring]) }))
    const rooms = spec.rooms.flatMap((room) => readRoom(room, ordinal++, boxes, problems))
    return { spec, corridors, rooms, ...readOutline(spec, rooms, problems) }
  })
  const stack = floors
    .filter((floor) => floor.outline.length >= MIN_CORNERS)
    .sort((a, b) => a.spec.elevationM - b.spec.elevationM)
    .map((floor, rank) => ({ ...floor, rank }))
  return {
    floors: stack,
    roomCount: ordinal,
    box: boxOf(stack.map((floor) => floor.outline)),
    problems,
    ...indexOf(stack),
  }
}

interface Boxed {
  readonly ring: Ring
  readonly box: Box
}

/** A corridor further off has no door to a room. */
const NEAR_M = 1
const isNear = (a: Box, b: Box): boolean =>
  a.minX - NEAR_M < b.maxX && a.maxX + NEAR_M > b.minX && a.minY - NEAR_M < b.maxY && a.maxY + NEAR_M > b.minY

const readRoom = (
  room: Floor['rooms'][number],
  ordinal: number,
  corridors: readonly Boxed[],
  problems: string[],
): RoomModel[] => {
  const ring = cleanRing(room.ring)
  if (ring.length < MIN_CORNERS) {
    problems.push(`room ${room.id}: ring has ${ring.length} distinct corners, expected at least 3`)
    return []
  }
  const box = boxOf([ring])
  const door = doorOf(
    ring,
    corridors.filter((one) => isNear(one.box, box)).map((one) => one.ring),
  )
  return [
    {
      id: room.id,
      ordinal,
      ring,
      box,
      anchor: anchorOf(ring),
      number: room.number,
      label: room.label,
      icon: room.icon ?? null,
      finish: room.finish ?? 'tiles',
      door,
      depth: depthOf(ring, door),
    },
  ]
}

/** A floor without an outline of its own takes the box around its rooms. */
const readOutline = (
  spec: Floor,
  rooms: readonly RoomModel[],
  problems: string[],
): { outline: Ring; box: Box } => {
  const outline = cleanRing(spec.outline)
  if (outline.length >= MIN_CORNERS) return { outline, box: boxOf([outline]) }
  if (rooms.length === 0) {
    problems.push(
      `floor ${spec.id}: outline has ${outline.length} distinct corners and there are no rooms to take it from`,
    )
    return { outline: [], box: boxOf([]) }
  }
  const box = boxOf(rooms.map((room) => room.ring))
  return {
    outline: [
      [box.minX, box.minY],
      [box.maxX, box.minY],
      [box.maxX, box.maxY],
      [box.minX, box.maxY],
    ],
    box,
  }
}

const indexOf = (floors: readonly FloorModel[]): Pick<BuildingModel, 'floorOf' | 'roomOf'> => {
  const floorOf = new Map<string, FloorModel>()
  const roomOf = new Map<string, RoomModel>()
  for (const floor of floors) {
    floorOf.set(floor.spec.id, floor)
    for (const desk of floor.spec.desks) floorOf.set(desk.id, floor)
    for (const room of floor.rooms) {
      floorOf.set(room.id, floor)
      roomOf.set(room.id, room)
    }
  }
  return { floorOf, roomOf }
}
