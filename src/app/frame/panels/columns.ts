import type { ScenePanelManifest } from '../../../boards/panel.ts'

/** Two to four panels a column; what a wide wall adds comes from the scene's `more`. */
const MOST_PER_COLUMN = 4

const chunk = (ids: readonly string[], columns: number): string[][] => {
  const per = Math.min(Math.ceil(ids.length / columns), MOST_PER_COLUMN)
  return Array.from({ length: columns }, (_, i) => ids.slice(i * per, i * per + per)).filter(
    (column) => column.length > 0,
  )
}

/** Lays a scene's panels into `perSide` columns on each side. Nothing is left out but what a fourth panel a column cannot hold. */
export const layColumns = (
  panels: {
    readonly left: readonly string[]
    readonly right: readonly string[]
    readonly more: readonly string[]
  },
  perSide: number,
): { readonly left: readonly (readonly string[])[]; readonly right: readonly (readonly string[])[] } => {
  if (perSide <= 1) return { left: chunk(panels.left, 1), right: chunk(panels.right, 1) }
  const half = Math.ceil(panels.more.length / 2)
  const widen = (own: readonly string[], more: readonly string[]): string[][] => {
    const inner = chunk(more, perSide - 1)
    return [own.slice(0, MOST_PER_COLUMN), ...inner].filter((column) => column.length > 0)
  }
  return {
    left: widen(panels.left, panels.more.slice(0, half)),
    right: widen(panels.right, panels.more.slice(half)),
  }
}

/** Height of a line of text in units of its size. */
const LINE = 1.5

/** The row of a panel in its column, as CSS: its share by weight, and not below what it says that it needs. */
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
