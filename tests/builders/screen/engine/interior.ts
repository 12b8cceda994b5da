import {
  ROOM_MARKS,
  type FloorArrangement,
  type InteriorRemark,
} from '../../../../src/shared/scene/layers.ts'
import type { RoomIcon } from '../../../../src/shared/scene/roomIcons.ts'
import { officeBuilding } from '../../records/officeBuilding.ts'
import type { Case } from './cases.ts'
import { fillOf, NANNING } from './ground.ts'

const remarksOf = (rooms: number): InteriorRemark[] =>
  Array.from({ length: rooms }, (_, i) => {
    if (i % 7 === 3) return { mark: ROOM_MARKS.over, text: '+8.5 m²', withinLimit: 0.7 }
    const isIdle = i % 5 === 1
    return {
      mark: isIdle ? ROOM_MARKS.idle : ROOM_MARKS.none,
      text: isIdle ? '闲置 120 天' : '',
      withinLimit: 1,
    }
  })

const ICONS: Readonly<Record<string, RoomIcon>> = { 会议室: 'meeting', 档案室: 'archive', 文印室: 'print' }
const withIcons = <F extends ReturnType<typeof officeBuilding>['floors'][number]>(floor: F): F => ({
  ...floor,
  rooms: floor.rooms.map((room) => ({ ...room, icon: ICONS[room.label] })),
})

const remediesTo = (rooms: readonly string[]) => ({
  values: rooms.map((room) => ({ room, text: `→ ${room.slice(1)} 24 m²` })),
  version: rooms.length,
})

/** A small building with a basement, all floors stacked; `focusFloor` opens one, e.g. `f2`. */
export const interior = (
  knobs: {
    fillVersion?: number
    shift?: number
    selected?: string | null
    hovered?: string | null
    focusFloor?: string | null
    arrangement?: FloorArrangement
    cut?: number
    floors?: number
    bays?: number
    /** Every seventh room is over its limit, every fifth idle. */
    remarked?: boolean
    labelPx?: number
    /** Somebody walks on the opened floor. */
    walk?: boolean
    /** Rooms that are no offices have their signs. */
    icons?: boolean
    /** Rooms that the chosen one has arrows to. */
    remedies?: readonly string[]
  } = {},
): Case => {
  const building = officeBuilding({ above: knobs.floors ?? 4, below: 1, bays: knobs.bays ?? 5 })
  const rooms = building.fill.values.length / 4
  const fill = knobs.fillVersion
    ? { values: fillOf(rooms, knobs.shift ?? 0), version: knobs.fillVersion }
    : building.fill
  return {
    camera: {
      lon: NANNING[0] + 0.00014,
      lat: NANNING[1] + 0.00008,
      zoom: 19.6,
      pitchDeg: 60,
      bearingDeg: -25,
    },
    layers: [
      {
        ...building,
        ...(knobs.icons ? { floors: building.floors.map(withIcons), geometryVersion: 2 } : {}),
        origin: NANNING,
        fill,
        ...(knobs.remarked ? { remarks: { values: remarksOf(rooms), version: 1 } } : {}),
        ...(knobs.labelPx ? { labelPx: knobs.labelPx } : {}),
        selected: knobs.selected ?? null,
        hovered: knobs.hovered ?? null,
        focusFloor: knobs.focusFloor ?? null,
        ...(knobs.arrangement ? { arrangement: knobs.arrangement } : {}),
        ...(knobs.walk ? { walk: true } : {}),
        ...(knobs.cut === undefined ? {} : { cut: knobs.cut }),
        ...(knobs.remedies ? { remedies: remediesTo(knobs.remedies) } : {}),
      },
    ],
  }
}

/** One floor of it, opened: what is drawn there alone is told apart from the texts beside floors that are pulled out. */
export const openedFloor = (knobs: Parameters<typeof interior>[0] = {}): Case =>
  interior({ focusFloor: 'f2', ...knobs })
