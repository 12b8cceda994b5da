/** Golden pictures of the map. Each case opens by URL on the engine page and is drawn by the engine's own capture. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../builders/screen/browser.ts'
import { serveEnginePages, type EnginePage, type EnginePages } from '../builders/screen/engine/page.ts'
import { compareWithGolden } from '../builders/screen/golden.ts'

const PICTURES: readonly { readonly name: string; readonly scene: string; readonly knobs?: object }[] = [
  { name: 'map-regions', scene: 'regions' },
  { name: 'map-regions-other-index', scene: 'regions', knobs: { fillVersion: 2, shift: 2 } },
  { name: 'map-selection', scene: 'regions', knobs: { selected: 'r7', hovered: 'r3' } },
  { name: 'map-buildings', scene: 'buildings', knobs: { selected: 'hall' } },
  { name: 'map-movers', scene: 'movers', knobs: { clockS: 4, selected: '1010' } },
  { name: 'map-labels', scene: 'labels' },
  { name: 'map-points', scene: 'points', knobs: { count: 60, selected: 'c12' } },
]

describe('pictures of the map', () => {
  let browser: Browser
  let pages: EnginePages
  let opened: EnginePage
  beforeAll(async () => {
    browser = await launchBrowser()
    pages = await serveEnginePages(browser)
    opened = await pages.open({ engine: 'map' })
  })
  afterAll(async () => {
    await opened?.close()
    await pages?.close()
    await browser?.close()
  })

  for (const { name, scene, knobs } of PICTURES) {
    it(name, async () => {
      const png = await opened.page.evaluate(
        async ([wanted, with_]) => {
          await window.harness.setLayers([])
          await window.harness.show(wanted, with_ ?? undefined)
          return window.harness.capture()
        },
        [scene, knobs ?? null] as const,
      )
      compareWithGolden(name, Buffer.from(png, 'base64'))
    })
  }
})
