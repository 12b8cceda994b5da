import type { ComputedRef, InjectionKey } from 'vue'

/**
 * Which time a panel shows while the past is replayed: the instant's, the present's, some of both, or nothing
 * because nothing was kept. null when all is live.
 */
export type PanelTime = 'past' | 'live' | 'mixed' | 'not-kept' | null
export const PANEL_TIME: InjectionKey<ComputedRef<PanelTime>> = Symbol('which time a panel shows')
