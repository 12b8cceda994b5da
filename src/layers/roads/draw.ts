import type { DrawnRoad } from '#shared/protocol/http.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import type { PathLayer, Rgba } from '#shared/scene/layers.ts'
import { namesIn } from '../../i18n/names.ts'
import { openDepth } from '../../projections/regions.ts'
import { GROUND_HEX } from '../../theme/ground.ts'
import { FRAME } from '../../theme/wall.ts'
import type { Names } from '../layer.ts'
import type { LateDrawing } from '../late/read.ts'

type Kind = DrawnRoad['class']
/** Widths in units u by the depth of the open place; a casing reaches beyond its road. */
const WIDTH_U: readonly Readonly<Record<Kind | 'casing', number>>[] = [
  { trunk: 0.11, casing: 0.26, main: 0.07, street: 0 },
  { trunk: 0.16, casing: 0.36, main: 0.1, street: 0 },
  { trunk: 0.3, casing: 0.6, main: 0.22, street: 0.1 },
  { trunk: 0.7, casing: 1, main: 0.55, street: 0.3 },
]
const COLOUR: Readonly<Record<Kind | 'casing', Rgba>> = {
  trunk: [255, 255, 255, 87],
  casing: [6, 13, 24, 128],
  main: [255, 255, 255, 60],
  street: [255, 255, 255, 33],
}
/** Names of roads from the county down; they give way to all but those of provinces. */
const NAMED_FROM = 2
const PRIORITY: Readonly<Record<Kind, number>> = { trunk: -10, main: -11, street: -12 }
const NAME_U = 1.6
/** From the compound on streets are told by name too. */
const STREETS_NAMED_FROM = 3

type Paths = PathLayer['paths']
const pathsOf = (roads: readonly DrawnRoad[], kind: Kind, color: Rgba): Paths =>
  roads
    .filter((road) => road.class === kind)
    .map(({ id, path }) => ({ id, points: path, color, dashed: false }))

/** Halfway along a line, by its corners. */
const middleOf = (path: readonly LonLat[]): LonLat => {
  const at = (path.length - 1) / 2
  const [a, b] = [path[Math.floor(at)]!, path[Math.ceil(at)]!]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

let versions = 0
let kept: { readonly far: object; readonly near: object; readonly made: LateDrawing } | null = null

/** Roads of the whole scope, and those of the open region in its finer lines; the same answers are the same picture. */
export const drawnRoads = (far: readonly DrawnRoad[], near: readonly DrawnRoad[]): LateDrawing => {
  if (kept?.far === far && kept.near === near) return kept.made
  const version = ++versions
  const nearer = new Set(near.map(({ id }) => id))
  const all = [...far.filter(({ id }) => !nearer.has(id)), ...near]
  const paths = {
    casing: pathsOf(all, 'trunk', COLOUR.casing),
    trunk: pathsOf(all, 'trunk', COLOUR.trunk),
    main: pathsOf(all, 'main', COLOUR.main),
    street: pathsOf(all, 'street', COLOUR.street),
  }
  const spec = (id: string, drawn: Paths, widthPx: number): PathLayer => ({
    id,
    kind: 'paths',
    visible: widthPx > 0,
    pickable: false,
    version,
    paths: drawn,
    widthPx,
  })
  const named = near.filter(({ name }) => name !== '')
  const made: LateDrawing = {
    isThere: all.length > 0,
    draw: (input) => {
      const u = input.textPx / FRAME.textU
      const width = WIDTH_U[openDepth(input)] ?? WIDTH_U.at(-1)!
      return [
        spec('roads street', paths.street, width.street * u),
        spec('roads main', paths.main, width.main * u),
        spec('roads casing', paths.casing, width.casing * u),
        spec('roads', paths.trunk, width.trunk * u),
      ]
    },
    names: (input): Names => {
      const depth = openDepth(input)
      if (depth < NAMED_FROM) return []
      const scale = NAME_U / FRAME.textU
      return named
        .filter((road) => road.class !== 'street' || depth >= STREETS_NAMED_FROM)
        .map((road) => ({
          id: road.id,
          at: middleOf(road.path),
          text: namesIn(road.name, input.lang),
          priority: PRIORITY[road.class],
          emphasis: false,
          quiet: { hex: GROUND_HEX.placeName, scale },
        }))
    },
  }
  kept = { far, near, made }
  return made
}
