import { depthOf } from '#shared/region/place.ts'
import { NONE, type DrillState, type Intent } from '../../projections/drill.ts'

/** The ancestor of a county (or itself) that lies one level below the open region; a region elsewhere opens itself. */
export const regionStep = (id: string, { regions, view }: DrillState): Intent => {
  const byId = new Map(regions.map((region) => [region.id, region]))
  if (view?.id === id) return NONE
  if (view && depthOf(view.kind) >= 2) return NONE
  for (let step = byId.get(id); step; step = step.parent === null ? undefined : byId.get(step.parent)) {
    if (step.parent === view?.id) return { kind: 'open', place: step.id }
  }
  return byId.has(id) ? { kind: 'open', place: id } : NONE
}

/** What a pointer over a county should light: the region that a click would open. */
export const widerRegion = (
  id: string,
  state: DrillState,
): { readonly layer: string; readonly id: string } | null => {
  const intent = regionStep(id, state)
  if (intent.kind !== 'open') return null
  return { layer: intent.place === id ? 'regions' : 'city-lines', id: intent.place }
}
