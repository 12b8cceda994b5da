import type { LayerSpec } from '#shared/scene/layers.ts'
import { buildingLayers, compoundLayers } from './compounds.ts'
import type { SceneInput } from './input.ts'
import { interiorLayers } from './interior.ts'
import { liveLayers } from './live.ts'
import { regionLayers } from './regions.ts'

/** The whole picture from the bottom up; names lie over everything. */
export const project = (input: SceneInput): readonly LayerSpec[] => {
  if (input.engine === 'interior') return interiorLayers(input)
  const deep = input.compound !== null && buildingLayers(input)
  const layers = [...regionLayers(input), ...(deep || compoundLayers(input)), ...liveLayers(input)]
  return [...layers.filter((layer) => layer.kind !== 'labels'), ...layers.filter((layer) => layer.kind === 'labels')]
}
