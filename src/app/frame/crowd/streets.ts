import type { LonLat } from '#shared/kernel/units.ts'
import type { LayerSpec, PathLayer } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../../projections/input.ts'
import type { Bounds } from '../../../projections/clusters.ts'
import type { LateDrawing } from '../../../layers/late/read.ts'
import type { InsetView } from './insetView.ts'
import type { Named } from './insetMarks.ts'

/** One kind of street as one line of an SVG. */
export interface StreetLine {
  readonly id: string
  readonly d: string
  readonly widthPx: number
  readonly color: string
}

/** Of the widths that they have where a compound is open: an inset sees them from farther. */
const THINNER = 0.5

const isPaths = (spec: LayerSpec): spec is PathLayer => spec.kind === 'paths'
const meets = (path: readonly LonLat[], [west, south, east, north]: Bounds): boolean =>
  Math.min(...path.map(([lon]) => lon)) <= east &&
  Math.max(...path.map(([lon]) => lon)) >= west &&
  Math.min(...path.map(([, lat]) => lat)) <= north &&
  Math.max(...path.map(([, lat]) => lat)) >= south

const roadsOf = ({ read }: SceneInput): LateDrawing | null =>
  (read['roads'] as LateDrawing | undefined) ?? null
/** As roads are drawn where a compound is open: from so near all classes are seen. */
const near = (input: SceneInput): SceneInput =>
  input.view ? { ...input, view: { ...input.view, kind: 'compound' } } : input

/** The street net within bounds, by class, from below: the roads that the map itself draws. */
export const streetLines = (input: SceneInput, bounds: Bounds, { at }: InsetView): readonly StreetLine[] => {
  const specs = roadsOf(input)?.draw(near(input)).filter(isPaths) ?? []
  return specs.flatMap(({ id, visible, paths, widthPx }) => {
    const seen = visible ? paths.filter(({ points }) => meets(points, bounds)) : []
    const [first] = seen
    if (!first) return []
    const [r, g, b, a] = first.color
    const d = seen.map(
      ({ points }) => `M${points.map((point) => at(point).map(Math.round).join(' ')).join('L')}`,
    )
    return [{ id, d: d.join(''), widthPx: widthPx * THINNER, color: `rgb(${r} ${g} ${b} / ${a / 255})` }]
  })
}

/** Names of streets within bounds, of larger roads first. */
export const streetNames = (input: SceneInput, [west, south, east, north]: Bounds): readonly Named[] => {
  const names = roadsOf(input)?.names(near(input)) ?? []
  const inside = names.filter(
    ({ at: [lon, lat] }) => lon >= west && lon <= east && lat >= south && lat <= north,
  )
  const byText = new Map(inside.map((name) => [name.text, name]))
  return [...byText.values()]
    .sort((a, b) => b.priority - a.priority)
    .map(({ id, text, at }) => ({ id: `street ${id}`, text, detail: '', street: at }))
}
