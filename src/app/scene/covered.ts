import type { SceneEngine, ScreenRect } from '../../engines/SceneEngine.ts'

/**
 * What stands over the picture says so itself: bars, verdicts, columns or the sheet that holds them, legend and scale,
 * cards, notices, a town's inset, the discs of a crowd. What lies within such a part need not.
 */
export const COVERS = '[data-covers]'

const rectsOver = (box: HTMLElement): readonly ScreenRect[] => {
  const { left, top } = box.getBoundingClientRect()
  const over = box.closest('.frame')?.querySelectorAll(COVERS) ?? []
  return [...over]
    .map((one) => one.getBoundingClientRect())
    .filter(({ width, height }) => width > 0 && height > 0)
    .map((one) => ({
      left: Math.round(one.left - left),
      top: Math.round(one.top - top),
      width: Math.round(one.width),
      height: Math.round(one.height),
    }))
}

/** Tells the engine what stands over its picture, whenever that is another than it was told. */
export const makeCovering = (box: () => HTMLElement | null, engine: () => SceneEngine | null) => {
  let told: { readonly engine: SceneEngine; readonly key: string } | null = null
  return (): void => {
    const [around, now] = [box(), engine()]
    if (!around || !now?.setCovered) return
    const covered = rectsOver(around)
    const key = JSON.stringify(covered)
    if (told?.engine === now && told.key === key) return
    told = { engine: now, key }
    now.setCovered(covered)
  }
}
