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
