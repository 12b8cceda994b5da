import { Cartesian3, Color, type Scene } from '@cesium/engine'
import type { LonLat } from '#shared/kernel/units.ts'
import type { LayerSpec, Rgba } from '#shared/scene/layers.ts'
import type { DrawnLabel, ScreenRect } from '../../SceneEngine.ts'

/** One layer on the globe. `update` gets every new spec of its id and changes only what differs. */
export interface LayerView<S extends LayerSpec = LayerSpec> {
  update(spec: S): void
  /** False while geometry or tiles are still on their way. Called before every frame. */
  ready(): boolean
  /** Only for layers that move by the clock: true while something still glides. */
  setClock?(now: number): boolean
  /** Only for layers that are picked by hand: the nearest thing under a pixel. */
  pickAt?(xPx: number, yPx: number): string | null
  /** Only for layers whose looks follow the camera. */
  cameraMoved?(zoom: number): void
  /** Only for names: those that it draws. */
  drawnLabels?(): readonly DrawnLabel[]
  dispose(): void
}

/** What a layer may use of the engine. */
export interface Stage {
  readonly scene: Scene
  readonly accent: Color
  readonly text: Color
  readonly halo: Color
  readonly fontFamily: string
  readonly figureFamily: string
  /** What stands over the picture; another array whenever it differs. */
  readonly covered: () => readonly ScreenRect[]
  /** null: what was told of the layer holds no longer. */
  readonly fail: (layer: string, message: string | null) => void
  /** What `work` adds to the scene belongs to this layer, which is told where it fails in the drawing loop. */
  readonly within: <T>(layer: string, work: () => T) => T
}

/** What a pick on a primitive carries. */
export interface Tag {
  readonly layer: string
  readonly id: string
  readonly part: number
}
export const isTag = (value: unknown): value is Tag =>
  typeof value === 'object' && value !== null && 'layer' in value && 'id' in value

export const colorAt = (column: ArrayLike<number>, row: number): Color =>
  Color.fromBytes(
    column[row * 4] ?? 0,
    column[row * 4 + 1] ?? 0,
    column[row * 4 + 2] ?? 0,
    column[row * 4 + 3] ?? 0,
  )
export const colorOf = (rgba: Rgba): Color => Color.fromBytes(rgba[0], rgba[1], rgba[2], rgba[3])

export const groundRing = (ring: readonly LonLat[], height = 0): Cartesian3[] =>
  ring.map(([lon, lat]) => Cartesian3.fromDegrees(lon, lat, height))

/** A ring without the repeated last corner, as Cesium wants its polygons. */
export const openRing = (ring: readonly LonLat[]): readonly LonLat[] => {
  const [first, last] = [ring[0], ring.at(-1)]
  return first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1]
    ? ring.slice(0, -1)
    : ring
}

/** Douglas–Peucker: the fewest corners that keep a line within `metres` of what it was. Ends stay. */
export const simplified = (line: readonly Cartesian3[], metres: number): Cartesian3[] => {
  const keep = new Set([0, line.length - 1])
  const open: [number, number][] = [[0, line.length - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const far = furthest(line, span[0], span[1])
    if (far.metres <= metres) continue
    keep.add(far.at)
    open.push([span[0], far.at], [far.at, span[1]])
  }
  return line.filter((_, i) => keep.has(i))
}

const furthest = (line: readonly Cartesian3[], from: number, to: number): { at: number; metres: number } => {
  const [a, b] = [line[from]!, line[to]!]
  const along = Cartesian3.subtract(b, a, new Cartesian3())
  const length = Cartesian3.magnitude(along)
  let best = { at: from, metres: -1 }
  for (let i = from + 1; i < to; i++) {
    const away = Cartesian3.subtract(line[i]!, a, new Cartesian3())
    const metres =
      length > 0
        ? Cartesian3.magnitude(Cartesian3.cross(along, away, away)) / length
        : Cartesian3.magnitude(away)
    if (metres > best.metres) best = { at: i, metres }
  }
  return best
}
