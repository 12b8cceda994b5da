import type { Page } from 'playwright-core'
import type { DrawnLabel, SceneEngine, ScreenRect } from '../../../src/engines/SceneEngine.ts'

/** What the label layer of the open picture says that it has drawn: the engine is asked that the frame's host exposes. */
export const drawnLabels = (page: Page): Promise<readonly DrawnLabel[]> =>
  page.evaluate(() => {
    interface Node {
      readonly component: {
        readonly subTree: Node
        readonly exposed?: { engine?(): SceneEngine | null }
      } | null
      readonly children: unknown
    }
    const engineIn = (node: Node): SceneEngine | null => {
      const { component, children } = node
      const own = component?.exposed?.engine?.()
      if (own) return own
      const below = component ? [component.subTree] : Array.isArray(children) ? children : []
      for (const child of below as (Node | string | null)[]) {
        const found = child !== null && typeof child === 'object' ? engineIn(child) : null
        if (found) return found
      }
      return null
    }
    const root = (document.querySelector('#app') as unknown as { _vnode: Node })._vnode
    return engineIn(root)?.drawnLabels?.() ?? []
  })

/** Panels, cells and bars that stand over the picture, CSS pixels of the page. */
export const panelsOver = (page: Page): Promise<readonly ScreenRect[]> =>
  page.locator('.panel, .legend-card, .verdicts > *, .frame > .bar, .frame > .strip').evaluateAll((all) =>
    all
      .map((one) => one.getBoundingClientRect())
      .map(({ left, top, width, height }) => ({ left, top, width, height }))
      .filter(({ width, height }) => width > 0 && height > 0),
  )

/** How far two boxes lie over one another, CSS pixels: the smaller way out. */
export const overlapOf = (a: ScreenRect, b: ScreenRect): number =>
  Math.min(
    Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left),
    Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top),
  )
