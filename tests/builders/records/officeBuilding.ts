import type { InteriorDesk, InteriorLayer, InteriorRoom } from '#shared/scene/layers.ts'
import type { LocalXY } from '#shared/kernel/units.ts'

type Floor = InteriorLayer['floors'][number]

const rect = (x0: number, y0: number, x1: number, y1: number): LocalXY[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
]
const HEIGHT_M = 3.6
const CORRIDOR_M = 2.4
const DEPTH_M = 6.6
const CORE_M = 8

export interface OfficeSize {
  readonly above: number
  readonly below: number
  /** Rooms along one side of the corridor. */
  readonly bays: number
  readonly bayM?: number
  readonly desksPerRoom?: number
}

/** A slab of offices on both sides of a corridor, with a core in the middle of the north side and desks in rows. */
export const officeBuilding = (size: OfficeSize): InteriorLayer => {
  const floors: Floor[] = []
  for (let level = -size.below; level <= size.above; level++)
    if (level !== 0) floors.push(officeFloor(level, size))
  const rooms = floors.flatMap((floor) => floor.rooms)
  return {
    kind: 'interior',
    id: 'interior',
    visible: true,
    pickable: true,
    building: 'b1',
    geometryVersion: 1,
    floors,
    fill: { values: new Uint8Array(rooms.flatMap((_, i) => colorOf(i))), version: 1 },
    focusFloor: null,
    selected: null,
    hovered: null,
  }
}

/** The colours of the over-standard ramp with a few vacant rooms, spread without chance. */
const colorOf = (i: number): number[] => {
  const key = (i * 2654435761) % 23
  if (key === 3 || key === 4) return [138, 116, 224, 255]
  if (key === 7) return [214, 84, 68, 255]
  if (key === 11 || key === 12 || key === 15) return [222, 164, 70, 255]
  return key % 2 === 0 ? [70, 118, 138, 255] : [62, 104, 126, 255]
}

const officeFloor = (level: number, size: OfficeSize): Floor => {
  const bay = size.bayM ?? 4.2
  const length = size.bays * bay + CORE_M
  const coreAt = Math.floor(size.bays / 2) * bay
  const rooms: InteriorRoom[] = []
  const prefix = level > 0 ? `${level}` : `B${-level}`
  for (let i = 0; i < size.bays; i++) {
    const x = i * bay + (i * bay >= coreAt ? CORE_M : 0)
    const wide = i === size.bays - 1 ? length : x + bay
    rooms.push(
      office(
        `${prefix}${String(2 * i + 1).padStart(2, '0')}`,
        rect(x, DEPTH_M + CORRIDOR_M, wide, 2 * DEPTH_M + CORRIDOR_M),
        i,
      ),
    )
    rooms.push(
      office(
        `${prefix}${String(2 * i + 2).padStart(2, '0')}`,
        rect(
          i === size.bays - 1 ? length - bay : i * bay,
          0,
          i === size.bays - 1 ? length : (i + 1) * bay,
          DEPTH_M,
        ),
        i + 3,
      ),
    )
  }
  rooms.push(office(`${prefix}90`, rect((size.bays - 1) * bay, 0, length - bay, DEPTH_M), 99))
  return {
    id: `f${level}`,
    level,
    label: level > 0 ? `F${level}${level === 4 ? ' · 示意' : ''}` : `B${-level}`,
    elevationM: (level > 0 ? level - 1 : level) * HEIGHT_M,
    heightM: HEIGHT_M,
    schematic: level === 4,
    outline: rect(0, 0, length, 2 * DEPTH_M + CORRIDOR_M),
    corridors: [rect(0, DEPTH_M, length, DEPTH_M + CORRIDOR_M)],
    cores: [
      rect(coreAt + 0.2, DEPTH_M + CORRIDOR_M, coreAt + CORE_M / 2, 2 * DEPTH_M + CORRIDOR_M - 0.1),
      rect(
        coreAt + CORE_M / 2 + 1.4,
        DEPTH_M + CORRIDOR_M + 2,
        coreAt + CORE_M - 0.2,
        2 * DEPTH_M + CORRIDOR_M - 0.1,
      ),
    ],
    rooms,
    desks: level > 0 ? rooms.flatMap((room, i) => desksOf(room, size.desksPerRoom ?? 4, i)) : [],
  }
}

const office = (number: string, ring: LocalXY[], i: number): InteriorRoom => ({
  id: `r${number}`,
  number,
  ring,
  label: i === 99 ? '会议室' : ['办公室', '处长室', '办公室', '档案室', '办公室', '文印室'][i % 6]!,
})

const desksOf = (room: InteriorRoom, count: number, seed: number): InteriorDesk[] => {
  if (room.label === '会议室') return []
  const [[x0, y0], , [x1, y1]] = room.ring as [LocalXY, LocalXY, LocalXY, LocalXY]
  return Array.from({ length: count }, (_, k) => ({
    id: `${room.id}-d${k + 1}`,
    x: x0 + ((x1 - x0) * ((k % 2) * 2 + 1)) / 4,
    y: y0 + ((y1 - y0) * (Math.floor(k / 2) + 0.75)) / (Math.ceil(count / 2) + 0.5),
    rotationDeg: k % 2 ? 90 : -90,
    used: (seed * 7 + k * 3) % 5 !== 0,
  }))
}
