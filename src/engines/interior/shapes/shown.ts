import type { InteriorLayer, LabelLayer } from '#shared/scene/layers.ts'
import type { Palette } from '../palette.ts'
import { BuildingView } from './BuildingView.ts'

/** What is on the stage for one InteriorLayer. */
export interface Shown {
  readonly view: BuildingView
  layer: InteriorLayer
}

/** A building ready for the stage; null where it has no floor that can be drawn. What is wrong with it is told. */
export const buildShown = (
  layer: InteriorLayer,
  palette: Palette,
  tell: (message: string) => void,
): Shown | null => {
  const view = new BuildingView(layer, palette)
  for (const problem of view.model.problems) tell(problem)
  if (view.floors.length > 0) return { view, layer }
  view.dispose()
  tell(`building ${layer.building} has no floor that can be drawn`)
  return null
}

/** The layer that a thing belongs to: the building's own, or that of its label. */
export const layerOfThing = (id: string, { view, layer }: Shown, labels: readonly LabelLayer[]): string =>
  view.model.floorOf.has(id)
    ? layer.id
    : (labels.find((one) => one.labels.some((label) => label.id === id))?.id ?? layer.id)
