import type { LabelLayer, LayerSpec } from '#shared/scene/layers.ts'
import { buildingLayers, compoundLayers } from './parts/compounds.ts'
import { depotLabels, depotLayers, withLabels } from './parts/depots.ts'
import { fenceLabels, fenceLayers } from './parts/fences.ts'
import type { SceneInput } from './input.ts'
import { interiorLayers } from './interior.ts'
import { liveLayers, moverLayer } from './live.ts'
import { regionLayers } from './parts/regions.ts'
import { tilesLayers } from './parts/tiles.ts'

/**
 * The whole picture from the bottom up; names lie over everything. Vehicles that stand at a compound lie under its dot,
 * so that a click there goes in.
 */
export const project = (input: SceneInput): readonly LayerSpec[] => {
  if (input.engine === 'interior') return interiorLayers(input)
  const deep = input.compound !== null && buildingLayers(input)
  const live = liveLayers(input)
  const parkedUnder = !deep && input.selection?.kind !== 'vehicle'
  const under: readonly LayerSpec[] = parkedUnder ? live.filter((layer) => layer.kind === 'movers') : []
  const layers = [
    ...tilesLayers(input),
    ...regionLayers(input),
    ...fenceLayers(input),
    ...under,
    ...(deep || compoundLayers(input)),
    ...depotLayers(input),
    ...live.filter((layer) => !under.includes(layer)),
  ]
  const names = withLabels(
    layers.find((layer): layer is LabelLayer => layer.kind === 'labels'),
    [...depotLabels(input), ...fenceLabels(input)],
    input.textPx,
  )
  return [...layers.filter((layer) => layer.kind !== 'labels'), ...(names ? [names] : [])]
}

/** The picture after reports alone: the vehicles anew, every other layer the very one that it was, so that nobody looks at it again. */
export const moved = (layers: readonly LayerSpec[], input: SceneInput): readonly LayerSpec[] =>
  layers.map((layer) => (layer.kind === 'movers' ? moverLayer(input) : layer))
