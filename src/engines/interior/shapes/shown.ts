import type { LabelLayer } from '#shared/scene/layers.ts'
import type { Palette } from '../palette.ts'
import type { StageLayer, StageThing } from '../StageThing.ts'
import { CompoundThing } from '../compound/CompoundThing.ts'
import { BuildingThing } from '../building/BuildingThing.ts'

/** A layer made ready for the stage; null where nothing of it can be drawn. What is wrong with it is told. */
export const buildThing = (
  layer: StageLayer,
  palette: Palette,
  tell: (message: string) => void,
): StageThing | null => {
  const thing =
    layer.kind === 'compound' ? new CompoundThing(layer, palette) : new BuildingThing(layer, palette)
  for (const problem of thing.problems) tell(problem)
  if (thing.view([1, 1], 0, 0)) return thing
  thing.dispose()
  tell(
    layer.kind === 'compound'
      ? `compound ${layer.compound} has neither a boundary nor a building that can be drawn`
      : `building ${layer.building} has no floor that can be drawn`,
  )
  return null
}

/** The layer that a thing under the pointer belongs to: the one on the stage, or that of its label. */
export const layerOfThing = (id: string, thing: StageThing, labels: readonly LabelLayer[]): string =>
  thing.owns(id)
    ? thing.layer.id
    : (labels.find((one) => one.labels.some((label) => label.id === id))?.id ?? thing.layer.id)
