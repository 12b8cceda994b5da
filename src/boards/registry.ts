import type { Permission } from '#shared/kernel/roles.ts'
import type { PlaceKind } from '#shared/region/place.ts'
import type { Selection } from '../state/stores/index.ts'
import type { Component } from 'vue'
import { lazyPart } from '../widgets/part/lazyPart.ts'
import type {
  CardManifest,
  PanelManifest,
  Platform,
  ScenePanelManifest,
  SectionManifest,
  WorkplacePageManifest,
} from './panel.ts'

/** Every `src/boards/<subject>/panels/<name>/index.ts` that exports a manifest; the manifests are small, what they show is lazy. */
const found = import.meta.glob<PanelManifest>('./*/panels/*/index.ts', { eager: true, import: 'default' })
export const PANELS: readonly PanelManifest[] = Object.values(found)

type May = (permission: Permission) => boolean
const allowed = (panel: PanelManifest, may: May): boolean => panel.needs === null || may(panel.needs)

/** Who looks at what: what decides which panels have something to say. */
export interface Looking {
  readonly may: May
  /** The kind of the open place; null until it was read. */
  readonly place: PlaceKind | null
  /** A unit's viewer, who sees no whole region. */
  readonly ofUnit?: boolean
}

const saysSomething = (panel: ScenePanelManifest, { may, place, ofUnit }: Looking): boolean =>
  allowed(panel, may) &&
  !(ofUnit && panel.wholeRegions) &&
  (place === null || (panel.places?.includes(place) ?? true))

/** Panels of a column in the scene's order; names that no folder carries are returned too, so that the screen says so. */
export const scenePanels = (
  ids: readonly string[],
  looking: Looking,
): { readonly panels: readonly ScenePanelManifest[]; readonly unknown: readonly string[] } => {
  const scene = PANELS.filter((panel): panel is ScenePanelManifest => panel.placement === 'scene')
  const named = ids.map((id) => scene.find((panel) => panel.id === id))
  return {
    panels: named.filter(
      (panel): panel is ScenePanelManifest => panel !== undefined && saysSomething(panel, looking),
    ),
    unknown: ids.filter((_, i) => named[i] === undefined),
  }
}

/** The card of the selection, else of the place; null when no card fits. */
export const cardFor = (
  selection: Selection | null,
  place: PlaceKind | null,
  may: May,
): CardManifest | null => {
  const cards = PANELS.filter(
    (panel): panel is CardManifest => panel.placement === 'card' && allowed(panel, may),
  )
  const fits = cards.filter((card) =>
    selection ? card.selections.includes(selection.kind) : place !== null && card.places.includes(place),
  )
  return fits.sort((a, b) => b.priority - a.priority)[0] ?? null
}

const loaded = new Map<string, Component>()
const componentOf = ({ id, load }: SectionManifest): Component => {
  const known = loaded.get(id) ?? lazyPart(load)
  loaded.set(id, known)
  return known
}

/** The parts that other subjects add to a card, in their order; each takes PanelProps. */
export const sectionsOf = (
  card: string,
  place: PlaceKind | null,
  may: May,
): readonly { readonly id: string; readonly component: Component }[] =>
  PANELS.filter(
    (panel): panel is SectionManifest =>
      panel.placement === 'section' &&
      panel.card === card &&
      place !== null &&
      panel.places.includes(place) &&
      allowed(panel, may),
  )
    .sort((a, b) => a.order - b.order)
    .map((section) => ({ id: section.id, component: componentOf(section) }))

export const workplacePages = (workplace: Platform, may: May): readonly WorkplacePageManifest[] =>
  PANELS.filter(
    (panel): panel is WorkplacePageManifest =>
      panel.placement === 'page' && [panel.workplace].flat().includes(workplace) && allowed(panel, may),
  ).sort((a, b) => a.order - b.order)
