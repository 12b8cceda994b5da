import { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js'
import type { Color } from 'three'
import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import { lineMaterial } from '../shapes/lines.ts'
import type { RoomModel } from '../shapes/model.ts'

/** How far outside the room its measures stand, and how long their ticks are. */
const OUTSIDE_M = 0.5
const TICK_M = 0.16
const LINE_PX = 1.75
/** A room without a width or a depth is not measured along it. */
const LEAST_M = 0.01

/** One measured side of a room: from end to end, outside its walls. */
export interface Dimension {
  readonly from: LocalXY
  readonly to: LocalXY
  readonly lengthM: Metres
}

const along = (p: LocalXY, [x, y]: LocalXY, by: number): LocalXY => [p[0] + x * by, p[1] + y * by]

/** The least and the most of a room along an axis. */
const extent = ({ ring }: RoomModel, [x, y]: LocalXY): readonly [number, number] => {
  const all = ring.map((p) => p[0] * x + p[1] * y)
  return [Math.min(...all), Math.max(...all)]
}

/** Width and depth of a room between its walls' outer faces, each on the side that the camera is on. `bearingDeg`: the frame's own, 0 looks along +y. */
export const dimensionsOf = (room: RoomModel, bearingDeg: number): readonly Dimension[] => {
  const deep = room.depth.towards
  const wide: LocalXY = [-deep[1], deep[0]]
  const ahead: LocalXY = [Math.sin((bearingDeg * Math.PI) / 180), Math.cos((bearingDeg * Math.PI) / 180)]
  const side = (axis: LocalXY, across: LocalXY): Dimension => {
    const [[low, high], [near, far]] = [extent(room, axis), extent(room, across)]
    const isNear = across[0] * ahead[0] + across[1] * ahead[1] > 0
    const out = isNear ? near - OUTSIDE_M : far + OUTSIDE_M
    const at = (t: number): LocalXY => along([axis[0] * t, axis[1] * t], across, out)
    return { from: at(low), to: at(high), lengthM: high - low }
  }
  return [side(wide, deep), side(deep, wide)].filter(({ lengthM }) => lengthM > LEAST_M)
}

/** The lines with a tick at 45° at each end, at this height; one draw call. */
export const dimensionLines = (dimensions: readonly Dimension[], up: Metres, color: Color): LineSegments2 => {
  const points: number[] = []
  const line = (a: LocalXY, b: LocalXY): void => void points.push(a[0], up, -a[1], b[0], up, -b[1])
  for (const { from, to, lengthM } of dimensions) {
    const unit: LocalXY = [(to[0] - from[0]) / lengthM, (to[1] - from[1]) / lengthM]
    const tick: LocalXY = [unit[0] - unit[1], unit[1] + unit[0]]
    line(from, to)
    for (const end of [from, to]) line(along(end, tick, -TICK_M), along(end, tick, TICK_M))
  }
  const lines = new LineSegments2(
    new LineSegmentsGeometry().setPositions(points),
    lineMaterial(color, LINE_PX, true),
  )
  lines.frustumCulled = false
  lines.renderOrder = 60
  return lines
}
