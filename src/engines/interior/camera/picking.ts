import { Vector3, type Camera } from 'three'
import type { FloorView } from '../building/FloorView.ts'
import { DESK } from '../shapes/desks.ts'
import { SLAB_M } from '../shapes/floorGeometry.ts'
import type { LocalXY } from '#shared/kernel/units.ts'
import { insideRing, type Ring } from '../shapes/rings.ts'

/** A line of sight in (east, up, north). */
export interface Ray {
  readonly origin: readonly [number, number, number]
  readonly direction: readonly [number, number, number]
}

/** The line of sight through a point of the picture, −1 to 1 from the left and from below. */
export const rayThrough = (camera: Camera, x: number, y: number): Ray => {
  const { position } = camera
  const direction = new Vector3(x, y, 0.5).unproject(camera).sub(position).normalize()
  return {
    origin: [position.x, position.y, -position.z],
    direction: [direction.x, direction.y, -direction.z],
  }
}

/** [east, north] where the ray meets a height; null if it never does. */
export const atHeight = (ray: Ray, up: number): readonly [number, number] | null => {
  const t = (up - ray.origin[1]) / ray.direction[1]
  return Number.isFinite(t) && t > 0
    ? [ray.origin[0] + ray.direction[0] * t, ray.origin[2] + ray.direction[2] * t]
    : null
}

/** The floor whose volume the ray enters first. */
const floorUnder = (ray: Ray, floors: readonly FloorView[], now: number): FloorView | null => {
  let best: { floor: FloorView; t: number } | null = null
  for (const floor of floors) {
    const low = floor.y.at(now) - SLAB_M
    const high = low + Math.max(SLAB_M, floor.model.spec.heightM)
    const t = entersPrism(besideIts(ray, floor.offset(now)), floor.model.outline, low, high)
    if (t !== null && (!best || t < best.t)) best = { floor, t }
  }
  return best?.floor ?? null
}

/** The ray as it runs past a floor that is pulled out, told from where the floor belongs. */
const besideIts = ({ origin, direction }: Ray, [east, north]: LocalXY): Ray => ({
  origin: [origin[0] - east, origin[1], origin[2] - north],
  direction,
})

/** What lies on an opened floor under the ray: desk before room before the floor itself; null beside it. */
const thingOn = (ray: Ray, { model, grid }: FloorView, y: number): string | null => {
  const top = atHeight(ray, y + DESK.topM)
  const desk = top && grid.deskAt(top[0], top[1])
  if (desk) return desk.id
  const at = atHeight(ray, y)
  if (!at) return null
  const room = grid.roomAt(at[0], at[1])
  if (room) return room.id
  return insideRing(model.outline, at[0], at[1]) ? model.spec.id : null
}

/** The floor whose plate the ray meets first, where one looks into a building between its slabs. */
export const plateUnder = (ray: Ray, floors: readonly FloorView[], now: number): string | null => {
  let best: { id: string; t: number } | null = null
  for (const { model, y } of floors) {
    const up = y.at(now)
    const at = atHeight(ray, up)
    if (!at || !insideRing(model.outline, at[0], at[1])) continue
    const t = (up - ray.origin[1]) / ray.direction[1]
    if (!best || t < best.t) best = { id: model.spec.id, t }
  }
  return best?.id ?? null
}

/** What the ray meets: a thing on the opened floor, else a whole floor of the stack. */
export const thingUnder = (
  ray: Ray,
  floors: readonly FloorView[],
  opened: FloorView | null,
  now: number,
): string | null => {
  if (opened) return thingOn(ray, opened, opened.y.at(now))
  return floorUnder(ray, floors, now)?.model.spec.id ?? null
}

/** How far along the ray it enters an upright prism; null if it misses. */
export const entersPrism = (ray: Ray, outline: Ring, low: number, high: number): number | null => {
  let nearest: number | null = null
  const take = (t: number) => {
    if (t > 0 && (nearest === null || t < nearest)) nearest = t
  }
  for (const up of [low, high]) {
    const at = atHeight(ray, up)
    if (at && insideRing(outline, at[0], at[1])) take((up - ray.origin[1]) / ray.direction[1])
  }
  outline.forEach((a, i) => {
    const b = outline[(i + 1) % outline.length]!
    const t = crossing(ray, a, b)
    if (t === null) return
    const up = ray.origin[1] + ray.direction[1] * t
    if (up >= low && up <= high) take(t)
  })
  return nearest
}

/** Where the ray, seen from above, crosses an edge. */
const crossing = (ray: Ray, a: readonly [number, number], b: readonly [number, number]): number | null => {
  const [dx, dy] = [ray.direction[0], ray.direction[2]]
  const [ex, ey] = [b[0] - a[0], b[1] - a[1]]
  const cross = dx * ey - dy * ex
  if (Math.abs(cross) < 1e-12) return null
  const [ox, oy] = [a[0] - ray.origin[0], a[1] - ray.origin[2]]
  const along = (ox * dy - oy * dx) / cross
  return along >= 0 && along <= 1 ? (ox * ey - oy * ex) / cross : null
}
