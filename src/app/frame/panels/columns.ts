import type { ScenePanelManifest } from '../../../boards/panel.ts'
import { LINE } from '../compositions/measure.ts'

/** The row of a panel in a column of no measured heights, as CSS: its share by weight, and not below what it says that it needs. */
export const rowOf = ({
  weight,
  leastRows = 0,
  aspect = 0,
}: Pick<ScenePanelManifest, 'weight' | 'leastRows' | 'aspect'>): string => {
  const lines = leastRows > 0 ? [`calc(var(--text) * ${leastRows * LINE})`] : []
  const wide = aspect > 0 ? [`calc(var(--col) * ${aspect})`] : []
  const least = [...lines, ...wide]
  return `minmax(${least.length > 1 ? `max(${least.join(', ')})` : (least[0] ?? '0')}, ${weight}fr)`
}
