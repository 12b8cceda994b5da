import type { LayerSpec } from '#shared/scene/layers.ts'
import { dataOf, layerOf, type LayerDefinition, type LiveTable, type Names } from '../layers/layer.ts'
import type { SceneInput } from './input.ts'

const SURFACE: readonly SceneInput['engine'][] = ['map', 'globe']

const isShown = (layer: LayerDefinition, input: SceneInput): boolean =>
  (layer.engines ?? SURFACE).includes(input.engine) &&
  (layer.scenes === 'all' || input.layers.includes(layer.id) || (layer.alsoIn?.(input) ?? false))

const levelOf = ({ level }: LayerDefinition, input: SceneInput): number =>
  typeof level === 'number' ? level : level(input)

/** What of the layers is shown, from the bottom up. */
const shownOf = (layers: readonly LayerDefinition[], input: SceneInput): readonly LayerDefinition[] =>
  layers
    .filter((layer) => isShown(layer, input))
    .sort((a, b) => levelOf(a, input) - levelOf(b, input) || (a.id < b.id ? -1 : 1))

/** The whole picture from the bottom up. */
export const project = (input: SceneInput, layers: readonly LayerDefinition[]): readonly LayerSpec[] => {
  const shown = shownOf(layers, input)
  const names = (): Names => shown.flatMap((layer) => layer.names?.(input, dataOf(layer, input)) ?? [])
  return shown.flatMap((layer) => layer.draw(input, dataOf(layer, input), names))
}

/**
 * The picture after reports of these tables alone: what moves with them anew, every other layer the very one that it was,
 * so that nobody looks at it again. The very same picture where nothing in it moves: nobody has to draw it.
 */
export const moved = (
  specs: readonly LayerSpec[],
  input: SceneInput,
  layers: readonly LayerDefinition[],
  reported: readonly LiveTable[],
): readonly LayerSpec[] => {
  const moving = layers.filter(
    (layer) => layer.moves && reported.includes(layer.moves) && specs.some(({ id }) => layerOf([layer], id)),
  )
  const anew = new Map(
    moving
      .flatMap((layer) => layer.draw(input, dataOf(layer, input), () => []))
      .map((spec) => [spec.id, spec]),
  )
  return moving.length > 0 ? specs.map((spec) => anew.get(spec.id) ?? spec) : specs
}
