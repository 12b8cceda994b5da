import type { InteriorFloorRow } from '#shared/protocol/http.ts'

type Point = readonly [number, number]
type Ring = readonly Point[]

/** A ring in CSS pixels. */
interface DrawnRing {
  readonly ring: Ring
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
const drawnRing = (ring: Ring): DrawnRing => {
  const { left, right, top, bottom, width, height } = spanOf(ring)
  return {
    ring,
    points: ring.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '),
    middle: [(left + right) / 2, (top + bottom) / 2],
    width,
    height,
  }
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
  const drawn = (ring: Ring): DrawnRing =>
    drawnRing(
      ring.map((point): Point => {
        const [x, y] = put(point)
        return [dx + (x - span.left) * scale, dy + (y - span.top) * scale]
      }),
    )
  return {
    outline: drawn(outline.length > 0 ? outline : all),
    corridors: corridors.map(drawn),
    cores: cores.map(drawn),
    rooms: rooms.map(({ ring }) => drawn(ring)),
  }
}

const areaOf = (ring: Ring): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length] as Point
      return sum + x * nextY - nextX * y
    }, 0) / 2,
  )
/** What of a ring lies left of a line. */
const leftOf = (ring: Ring, line: number): Ring =>
  ring.flatMap((from, i): Point[] => {
    const to = ring[(i + 1) % ring.length] as Point
    const kept: Point[] = from[0] <= line ? [from] : []
    if (from[0] <= line === to[0] <= line) return kept
    const part = (line - from[0]) / (to[0] - from[0])
    return [...kept, [line, from[1] + (to[1] - from[1]) * part]]
  })
const HALVINGS = 24

/** The left part of a drawn ring that has this share of its area, 0–1. */
export const partOf = ({ ring }: DrawnRing, share: number): DrawnRing => {
  const { left, right } = spanOf(ring)
  const wanted = areaOf(ring) * Math.min(Math.max(share, 0), 1)
  let [low, high] = [left, right]
  for (let i = 0; i < HALVINGS; i++) {
    const line = (low + high) / 2
    if (areaOf(leftOf(ring, line)) < wanted) low = line
    else high = line
  }
  return drawnRing(leftOf(ring, high))
}
