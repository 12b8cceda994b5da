/** The map on Mapbox's ground: what the map engines promise and the common contract on one page, and a token that is refused on another. */
import { describe, expect, it } from 'vitest'
import { holdsContract } from '../contract/engine/contract.ts'
import { openEngine } from '../contract/engine/opened.ts'
import { subjectOf } from '../contract/engine/subjects.ts'
import { MAPBOX_POLICY, serveEnginePages } from '../builders/screen/engine/page.ts'
import { promisesOfMap } from './cases/map.ts'

const on = openEngine(subjectOf('mapbox'))

describe('map engine', () => promisesOfMap(on))

holdsContract(on)

describe('a Mapbox token that does not hold', () => {
  it('is told, and the map draws on the local basemap instead of blanking', async () => {
    const pages = await serveEnginePages(on.browser, { contentSecurityPolicy: MAPBOX_POLICY })
    const { page, close } = await pages.open({ engine: 'mapbox', case: 'regions', outsideStatus: 401 })
    await page.waitForFunction(() => document.querySelector('.maplibregl-canvas') !== null, undefined, {
      timeout: 60_000,
    })
    await page.waitForFunction(() => window.harness.engine.pick(320, 180)?.id === 'r7', undefined, {
      timeout: 60_000,
      polling: 500,
    })
    const away = await page.evaluate(() =>
      window.harness.events.filter(({ name }) => name === 'away').map(({ payload }) => payload),
    )
    expect(away).toEqual([expect.stringContaining('drawing on the local one'), null])
    await close()
    await pages.close()
  })
})
