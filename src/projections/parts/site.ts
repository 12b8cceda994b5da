import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { PlaceView } from '#shared/protocol/http.ts'
import type { Degrees, LocalXY, LonLat } from '#shared/kernel/units.ts'
import { offsetMetres } from '#shared/scene/ground.ts'

/** A compound in a frame of its own: its gate lies at the −y side, its walls along the axes as far as they can. */
export interface Site {
  readonly origin: LonLat
  /** How far the x axis is turned from east, counter-clockwise. */
  readonly rotationDeg: Degrees
  /** Compass degrees that a camera looks along which shows the open side. */
  readonly bearingDeg: Degrees
  readonly boundary: readonly LocalXY[]
  /** Footprints by the children's order; empty where a child has none. */
  readonly rings: readonly (readonly LocalXY[])[]
}

type Outline = readonly LonLat[]
/** From where a compound is looked at best, compass degrees: morning sun on one side, evening light on the other. */
const BEST_AZIMUTH_DEG = 206
/** The camera stays so near to the gate's side that what opens to it is seen into. */
const BESIDE_GATE_DEG = 30

const turn = ([x, y]: LocalXY, degrees: Degrees): LocalXY => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return [c * x - s * y, s * x + c * y]
}
/** −180 to 180. */
const wrapped = (degrees: Degrees): Degrees => ((((degrees + 180) % 360) + 360) % 360) - 180

/** The direction of the longest edge, −45 to 45: turned back by it, walls lie along the axes. */
const slant = (ring: readonly LocalXY[]): Degrees => {
  let best = { length: 0, degrees: 0 }
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (length > best.length)
      best = { length, degrees: (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI }
  })
  return wrapped(best.degrees * 4) / 4
}

/** How much ground lies free before the buildings at the −y side once all is turned back by `degrees`. */
const forecourt = (
  boundary: readonly LocalXY[],
  rings: readonly (readonly LocalXY[])[],
  degrees: Degrees,
): number => {
  const lowest = (points: readonly LocalXY[]): number =>
    Math.min(...points.map((at) => turn(at, -degrees)[1]))
  const built = rings.flat()
  return built.length === 0 || boundary.length === 0 ? 0 : lowest(built) - lowest(boundary)
}

const made = new WeakMap<PlaceView, { readonly outline: Outline | null; readonly site: Site }>()

/** The site of a compound; the very same for the same compound and boundary. */
export const siteOf = (compound: PlaceView, outline: Outline | null): Site => {
  const known = made.get(compound)
  if (known && known.outline === outline) return known.site
  const site = makeSite(compound, outline)
  made.set(compound, { outline, site })
  return site
}

const makeSite = ({ lon, lat, children }: PlaceView, outline: Outline | null): Site => {
  const origin: LonLat = [lon, lat]
  const local = (ring: Outline | null): LocalXY[] => (ring ?? []).map((at) => offsetMetres(origin, at))
  const [boundary, rings] = [local(outline), children.map((child) => local(child.outline))]
  const base = slant(boundary.length > 2 ? boundary : (rings.find((ring) => ring.length > 2) ?? []))
  const turns = [0, 90, 180, 270].map((quarter) => wrapped(base + quarter))
  const depth = (degrees: Degrees): number => Math.round(forecourt(boundary, rings, degrees))
  const [rotationDeg] = sortedCopy(turns, (a, b) => depth(b) - depth(a) || Math.abs(a) - Math.abs(b)) as [
    Degrees,
  ]
  const gate = 180 - rotationDeg
  const off = Math.min(BESIDE_GATE_DEG, Math.max(-BESIDE_GATE_DEG, wrapped(BEST_AZIMUTH_DEG - gate)))
  const back = (ring: readonly LocalXY[]): LocalXY[] => ring.map((at) => turn(at, -rotationDeg))
  return {
    origin,
    rotationDeg,
    bearingDeg: wrapped(gate + off + 180),
    boundary: back(boundary),
    rings: rings.map(back),
  }
}

/** Whether a building of the compound has an outline and a height: without one there is nothing to stand on the stage. */
export const hasBuildings = ({ children }: Pick<PlaceView, 'children'>): boolean =>
  children.some(
    ({ kind, outline, height }) => kind === 'building' && (outline?.length ?? 0) > 2 && (height ?? 0) > 0,
  )
