import type { JSHandle, Page } from 'playwright-core'
import type { LayerSpec } from '#shared/scene/layers.ts'
import type { DrawnLabel, SceneEngine } from '../../../../src/engines/SceneEngine.ts'

/** What the frame's host lets tests reach. */
export interface DrawnHost {
  engine(): SceneEngine | null
  /** What the engine was asked to draw last. */
  layers(): readonly LayerSpec[]
}

/** The host of the open picture; good until the page is loaded anew. */
export const hostOf = (page: Page): Promise<JSHandle<DrawnHost>> =>
  page.evaluateHandle(() => {
    interface Node {
      readonly component: { readonly subTree: Node; readonly exposed?: Partial<DrawnHost> } | null
      readonly children: unknown
    }
    const hostIn = ({ component, children }: Node): DrawnHost | null => {
      if (component?.exposed?.engine) return component.exposed as DrawnHost
      const below = component ? [component.subTree] : Array.isArray(children) ? children : []
      for (const child of below as (Node | string | null)[]) {
        const found = child !== null && typeof child === 'object' ? hostIn(child) : null
        if (found) return found
      }
      return null
    }
    const root = (document.querySelector('#app') as unknown as { _vnode: Node })._vnode
    const host = hostIn(root)
    if (!host) throw new Error('no picture is open')
    return host
  })

/** What the label layer says that it has drawn. */
export const drawnLabels = (host: JSHandle<DrawnHost>): Promise<readonly DrawnLabel[]> =>
  host.evaluate((one) => one.engine()?.drawnLabels?.() ?? [])
