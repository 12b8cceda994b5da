/** A tower of very many rooms, the same every time. */
import type { InteriorLayer } from '../../../src/shared/scene/layers.ts'
import type { LocalXY } from '../../../src/shared/kernel/units.ts'

type Floor = InteriorLayer['floors'][number]

export interface TowerSize {
  readonly floors: number
  /** Rows of rooms, two at each corridor, and rooms in a row. */
  readonly rows: number
  readonly across: number
  readonly desksPerRoom: number
}

const ROOM = { wideM: 4.2, deepM: 6 } as const
const CORRIDOR_M = 2.4
const STOREY_M = 3.6

const rect = (x0: number, y0: number, x1: number, y1: number): LocalXY[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
]

/** Rows lie in pairs on both sides of a corridor. */
const rowAt = (row: number): number =>
  Math.floor(row / 2) * (2 * ROOM.deepM + CORRIDOR_M) + (row % 2) * (ROOM.deepM + CORRIDOR_M)

const floorOf = (level: number, { rows, across, desksPerRoom }: TowerSize): Floor => {
  const wide = across * ROOM.wideM
  const cells = Array.from({ length: rows * across }, (_, i) => ({
    x: (i % across) * ROOM.wideM,
    y: rowAt(Math.floor(i / across)),
  }))
  return {
    id: `f${level}`,
    level,
    label: `${level}F`,
    elevationM: level * STOREY_M,
    heightM: STOREY_M,
    schematic: false,
    outline: rect(0, 0, wide, rowAt(rows - 1) + ROOM.deepM),
    corridors: Array.from({ length: Math.ceil(rows / 2) }, (_, pair) => {
      const from = rowAt(pair * 2) + ROOM.deepM
      return rect(0, from, wide, from + CORRIDOR_M)
    }),
    cores: [],
    rooms: cells.map(({ x, y }, i) => ({
      id: `r${level}-${i}`,
      number: `${i}`,
      label: '',
      ring: rect(x, y, x + ROOM.wideM, y + ROOM.deepM),
    })),
    desks: cells.flatMap(({ x, y }, i) =>
      Array.from({ length: desksPerRoom }, (_, k) => ({
        id: `d${level}-${i}-${k}`,
        x: x + 1.05 + (k % 2) * 2.1,
        y: y + 1.5 + Math.floor(k / 2) * 2.4,
        rotationDeg: 0,
        used: (i + k) % 5 !== 0,
      })),
    ),
  }
}

/** Colours of so many rooms, others by every turn. */
export const coloursOf = (rooms: number, turn: number): InteriorLayer['fill'] => {
  const values = new Uint8Array(rooms * 4)
  for (let i = 0; i < rooms; i++) values.set([((i + turn) * 37) % 200, 90, 40 + (turn % 9) * 20, 255], i * 4)
  return { values, version: turn }
}

export const towerOf = (size: TowerSize): InteriorLayer => ({
  kind: 'interior',
  id: 'interior',
  visible: true,
  pickable: true,
  building: 'tower',
  geometryVersion: 1,
  floors: Array.from({ length: size.floors }, (_, i) => floorOf(i + 1, size)),
  fill: coloursOf(size.floors * size.rows * size.across, 1),
  focusFloor: null,
  selected: null,
  hovered: null,
})
