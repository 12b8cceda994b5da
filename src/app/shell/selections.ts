import { PANELS } from '../../boards/registry.ts'
import { LAYERS } from '../../layers/registry.ts'

/** The kinds of things that can be selected: what layers select, and what cards tell of. */
export const SELECTION_KINDS: ReadonlySet<string> = new Set([
  ...LAYERS.flatMap(({ selects }) => selects ?? []),
  ...PANELS.flatMap((panel) => (panel.placement === 'card' ? panel.selections : [])),
])
