import type { Component } from 'vue'
import type { Permission } from '#shared/kernel/roles.ts'
import type { PlaceKind } from '#shared/region/place.ts'
import type { SelectionKind } from '../state/stores/index.ts'

/** The Chinese and the English words for one thing. */
interface Words {
  readonly zh: string
  readonly en: string
}

interface ManifestBase {
  /** The folder's name; scenes name panels by it. */
  readonly id: string
  readonly title: Words
  /** Hidden from roles that the server would refuse; null for everyone. */
  readonly needs: Permission | null
  /** Lazy: `() => import('./XPanel.vue')`. Props are PanelProps. */
  readonly load: () => Promise<{ default: Component }>
}

/** An instrument in a scene's columns. */
export interface ScenePanelManifest extends ManifestBase {
  readonly placement: 'scene'
  /** The question that it answers, for whoever asks what it is for. */
  readonly question: Words
  /** Kinds of places of which it has something to say: at others its neighbours take its room. All where it is left out. */
  readonly places?: readonly PlaceKind[]
  /** Lines of text below which it says nothing: its neighbours give way before it is lower. */
  readonly leastRows?: number
  /** Height by width below which its drawing cannot be read; kept as `leastRows` is. */
  readonly aspect?: number
  /** Width in u below which it says nothing; any column's where it is left out. */
  readonly leastWidth?: number
  /**
   * The field of a wide wall that it is made for: the list of places, their year, the matrix of places by questions, what is
   * live, what is due. It fills the field there, the first of the scene's panels for it; elsewhere it is one of its column.
   */
  readonly field?: 'list' | 'year' | 'matrix' | 'live' | 'matters'
  /** Share of the column's height among its neighbours: 1 small, 2 usual, 3 and more tall. */
  readonly weight: number
  /** Tells of whole regions alone: left out for a unit's viewer, whom the server would refuse. */
  readonly wholeRegions?: true
  /** Reads the region that the open place lies in: its title names the region where the place is smaller. */
  readonly ofRegion?: true
}

/** The card of what is selected, or of the open place when nothing is; the highest priority that fits is shown. */
export interface CardManifest extends ManifestBase {
  readonly placement: 'card'
  readonly selections: readonly SelectionKind[]
  readonly places: readonly PlaceKind[]
  readonly priority: number
}

/** A part of another subject's card, for the places of which it has something to say; a card shows its parts below its own figures. */
export interface SectionManifest extends ManifestBase {
  readonly placement: 'section'
  /** Id of the card. */
  readonly card: string
  readonly places: readonly PlaceKind[]
  readonly order: number
}

export type Platform = 'management' | 'user' | 'supervision'

/** What the pages of one subject stand under in a platform's navigation; where there is but one of them, it stands for itself. */
export interface PageGroup {
  readonly id: string
  readonly title: Words
  /** From the left, ascending. */
  readonly order: number
}

/** Defines a group: its pages name it, in their own definitions, and nothing else lists it. */
export const pageGroup = <const G extends PageGroup>(group: G): G => group

/** A page of 管理平台, 用户平台 or 监督平台. */
export interface WorkplacePageManifest extends ManifestBase {
  readonly placement: 'page'
  readonly group: PageGroup
  /** The platform that it belongs to, or all of them that show it. */
  readonly workplace: Platform | readonly Platform[]
  readonly order: number
}

export type PanelManifest = ScenePanelManifest | CardManifest | SectionManifest | WorkplacePageManifest

/** Defines a panel: one file `src/boards/<subject>/panels/<name>/index.ts` exports it, and nothing else lists it. */
export const panel = <const D extends PanelManifest>(definition: D): D => definition

/** What the host hands to every panel; anything more comes from the stores. */
export interface PanelProps {
  /** Id of the open place, region to floor. */
  readonly place: string
  /** The region that the place lies in (itself when it is one). */
  readonly region: string
  /** Title in the language of the screen, for PanelFrame. */
  readonly title: string
}
