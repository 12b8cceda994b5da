import type { Component } from 'vue'
import type { Permission } from '#shared/kernel/roles.ts'
import type { PlaceKind } from '#shared/region/place.ts'
import type { SelectionKind } from '../state/stores/index.ts'

interface ManifestBase {
  /** The folder's name; scenes name panels by it. */
  readonly id: string
  readonly title: { readonly zh: string; readonly en: string }
  /** Hidden from roles that the server would refuse; null for everyone. */
  readonly needs: Permission | null
  /** Lazy: `() => import('./XPanel.vue')`. Props are PanelProps. */
  readonly load: () => Promise<{ default: Component }>
}

/** An instrument in a scene's columns. */
export interface ScenePanelManifest extends ManifestBase {
  readonly placement: 'scene'
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

/** A page of 管理平台, 用户平台 or 监督平台. */
export interface WorkplacePageManifest extends ManifestBase {
  readonly placement: 'page'
  /** The platform that it belongs to, or all of them that show it. */
  readonly workplace: Platform | readonly Platform[]
  readonly order: number
}

export type PanelManifest = ScenePanelManifest | CardManifest | SectionManifest | WorkplacePageManifest

/** What the host hands to every panel; anything more comes from the stores. */
export interface PanelProps {
  /** Id of the open place, region to floor. */
  readonly place: string
  /** The region that the place lies in (itself when it is one). */
  readonly region: string
  /** Title in the language of the screen, for PanelFrame. */
  readonly title: string
}
