import type { IndexDefinition } from '#shared/indices/indices.ts'
import type { InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'

type Point = readonly [number, number]
type Ring = readonly Point[]

/** The room that a person would go to first by an index: farthest over its limit, or longest idle; null where none is a case. */
export const worstRoom = (
  { rooms }: Pick<InteriorFloorRow, 'rooms'>,
  by: IndexDefinition['rooms'],
): InteriorRoomRow | null => {
  const amount = (room: InteriorRoomRow): number =>
    by === 'over-limit'
      ? room.state === 'idle' || room.limitUse === null
        ? 0
        : room.limitUse - 1
      : by === 'days-idle' && room.state === 'idle'
        ? (room.idleDays ?? 0)
        : 0
  return rooms.reduce<InteriorRoomRow | null>(
    (worst, room) => (amount(room) > (worst === null ? 0 : amount(worst)) ? room : worst),
    null,
  )
}

/** A ring in CSS pixels. */
interface DrawnRing {
  readonly points: string
  readonly middle: Point
  readonly width: number
  readonly height: number
}
interface DrawnPlan {
  readonly outline: DrawnRing
  readonly corridors: readonly DrawnRing[]
  readonly cores: readonly DrawnRing[]
  /** In the order of the floor's rooms. */
  readonly rooms: readonly DrawnRing[]
}

const spanOf = (ring: Ring) => {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  return { left, right, top, bottom, width: right - left, height: bottom - top }
}

/** A floor's own geometry as large as it fits, north up; one that is deeper than wide lies on its side. null where nothing fits. */
export const drawPlan = (
  { outline, corridors, cores, rooms }: Pick<InteriorFloorRow, 'outline' | 'corridors' | 'cores' | 'rooms'>,
  width: number,
  height: number,
): DrawnPlan | null => {
  const all = [...outline, ...rooms.flatMap(({ ring }) => ring)] as Ring
  if (all.length === 0 || width <= 0 || height <= 0) return null
  const upright = spanOf(all)
  const lies = upright.height > upright.width === width > height
  const put = ([x, y]: Point): Point => (lies ? [y, x] : [x, -y])
  const span = spanOf(all.map(put))
  const scale = Math.min(width / Math.max(span.width, 1), height / Math.max(span.height, 1))
  const [dx, dy] = [(width - span.width * scale) / 2, (height - span.height * scale) / 2]
  const drawn = (ring: Ring): DrawnRing => {
    const points = ring.map((point): Point => {
      const [x, y] = put(point)
      return [dx + (x - span.left) * scale, dy + (y - span.top) * scale]
    })
    const box = spanOf(points)
    return {
      points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '),
      middle: [(box.left + box.right) / 2, (box.top + box.bottom) / 2],
      width: box.width,
      height: box.height,
    }
  }
  return {
    outline: drawn(outline.length > 0 ? outline : all),
    corridors: corridors.map(drawn),
    cores: cores.map(drawn),
    rooms: rooms.map(({ ring }) => drawn(ring)),
  }
}
