import type { Browser } from 'playwright-core'
import { launchBrowser } from '../builders/screen/browser.ts'
import { serveEnginePages, type EnginePage, type EnginePages } from '../builders/screen/engine/page.ts'

export let browser: Browser
export let pages: EnginePages
export let opened: EnginePage

export const openGlobe = async () => {
  browser = await launchBrowser()
  pages = await serveEnginePages(browser, {
    folders: { '/cesium/': 'node_modules/cesium/Build/Cesium/' },
    contentSecurityPolicy:
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' data: blob:; font-src 'self' data:",
  })
  opened = await pages.open({ engine: 'globe', case: 'regions', size: [480, 270] })
}
