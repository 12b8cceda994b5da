/** What the map engines promise beyond the common contract: vehicles that glide on the GPU, sums of uploads, clicks. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../builders/screen/browser.ts'
import {
  MAPBOX_POLICY,
  serveEnginePages,
  type EnginePage,
  type EnginePages,
} from '../builders/screen/engine/page.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

let pages: EnginePages
let opened: EnginePage

/** What is under the pointer. */
const pointing = (): void => {
  it('tells a click and a hover with layer and id', async () => {
    await opened.page.evaluate(() => window.harness.show('regions'))
    await opened.page.evaluate(() => (window.harness.events.length = 0))
    await opened.page.mouse.move(300, 170)
    await opened.page.mouse.move(320, 180)
    await opened.page.waitForFunction(() =>
      window.harness.events.some(({ name: event }) => event === 'hover'),
    )
    await opened.page.mouse.click(320, 180)
    await opened.page.mouse.click(630, 20)
    await opened.page.waitForFunction(
      () => window.harness.events.filter(({ name: event }) => event === 'pick').length === 2,
    )
    const events = await opened.page.evaluate(() => window.harness.events)
    expect(events.filter(({ name: event }) => event === 'hover')[0]?.payload).toEqual({
      layer: 'counties',
      id: 'r7',
    })
    expect(events.filter(({ name: event }) => event === 'pick').map(({ payload }) => payload)).toEqual([
      { layer: 'counties', id: 'r7' },
      null,
    ])
  })

  it('uploads an outline for a chosen county, and nothing to speak of when the hover leaves', async () => {
    const counted = await opened.page.evaluate(() =>
      window.harness.counted(() =>
        window.harness.setLayers(window.harness.layers('regions', { hovered: 'r3', selected: 'r7' })),
      ),
    )
    expect(counted.uploadedBytes).toBeLessThan(24_000)
    const again = await opened.page.evaluate(() =>
      window.harness.counted(() =>
        window.harness.setLayers(window.harness.layers('regions', { hovered: null, selected: 'r7' })),
      ),
    )
    expect(again.uploadedBytes).toBeLessThan(1024)
  })
}

/** Vehicles between two reports and after the last. */
const gliding = (): void => {
  it('moves vehicles between two reports without uploading anything', async () => {
    const { counted, before, after } = await opened.page.evaluate(async () => {
      const { engine } = window.harness
      await window.harness.show('movers')
      const start = window.harness.cases['movers']?.().clock as number
      const at = (): (string | undefined)[] => [engine.pick(262, 79)?.id, engine.pick(295, 79)?.id]
      const before = at()
      const counted = await window.harness.counted(async () => {
        for (let step = 1; step <= 10; step++) {
          const { frames } = engine.stats()
          engine.setClock(start + step * 1000)
          for (let wait = 0; wait < 40 && engine.stats().frames === frames; wait++)
            await new Promise((resolve) => setTimeout(resolve, 25))
          await new Promise((resolve) => setTimeout(resolve, 35))
        }
      })
      return { counted, before, after: at() }
    })
    expect(counted.uploads).toBe(0)
    expect(counted.frames).toBeGreaterThanOrEqual(10)
    expect({ before, after }).toEqual({ before: ['1010', undefined], after: [undefined, '1010'] })
  })
}

/** A vehicle whose report is overdue. */
const carriedOn = (): void => {
  it('carries a moving vehicle on while its report is overdue, then lets it rest', async () => {
    const drawn = await opened.page.evaluate(async () => {
      const { engine } = window.harness
      const layer = window.harness.layers('movers', { count: 1, speedKmh: 250 })[0] as never as Record<
        string,
        unknown
      >
      const start = window.harness.cases['movers']?.().clock as number
      const column = (values: Float32Array) => ({ values, version: 77 })
      const east = {
        ...layer,
        ordinals: { values: Uint32Array.of(1010), version: 77 },
        from: column(new Float32Array([0, 0])),
        to: column(new Float32Array([0, 0])),
        spans: column(new Float32Array([0, 4])),
        headings: column(new Float32Array([90])),
        sizePx: 12,
      }
      await engine.flyTo(
        { kind: 'pose', pose: { lon: 108.32, lat: 22.82, zoom: 14, pitchDeg: 0, bearingDeg: 0 } },
        0,
      )
      await window.harness.setLayers([east as never])
      const middle = async (clockS: number): Promise<number> => {
        engine.setClock(start + clockS * 1000)
        await window.harness.settle()
        const hits: number[] = []
        for (let x = 300; x < 420; x += 1) if (engine.pick(x, 180)?.id === '1010') hits.push(x)
        return hits.reduce((sum, x) => sum + x, 0) / hits.length
      }
      return [await middle(4), await middle(6), await middle(8), await middle(60)]
    })
    const metres = drawn.map((x) => (x - (drawn[0] as number)) * 4.404)
    expect(metres[1]).toBeGreaterThan(85)
    expect(metres[1]).toBeLessThan(125)
    expect(metres[2]).toBeGreaterThan(120)
    expect(metres[2]).toBeLessThan(160)
    expect(metres[3]).toBeCloseTo(metres[2] as number, 0)
  })
}

/** Rest, numbers and nearness. */
const manyVehicles = (): void => {
  it('rests when the clock goes on and every vehicle has arrived', async () => {
    const counted = await opened.page.evaluate(async () => {
      await window.harness.show('movers', { clockS: 30 })
      const start = window.harness.cases['movers']?.().clock as number
      return window.harness.counted(async () => {
        for (let step = 0; step < 10; step++) {
          window.harness.engine.setClock(start + 31_000 + step * 100)
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      })
    })
    expect(counted.frames).toBe(0)
  })

  it('draws 70,000 vehicles in a handful of calls and finds each by its ordinal', async () => {
    const { calls, bytes, again, pick } = await opened.page.evaluate(async () => {
      const { engine } = window.harness
      const upload = await window.harness.counted(() =>
        window.harness.show('movers', { count: 70_000, version: 5, sizePx: 4 }),
      )
      const before = engine.stats()
      await window.harness.capture()
      const after = engine.stats()
      const second = await window.harness.counted(() =>
        window.harness.show('movers', { count: 70_000, version: 5, sizePx: 4 }),
      )
      return {
        calls: (after.drawCalls - before.drawCalls) / (after.frames - before.frames),
        bytes: upload.uploadedBytes,
        again: second.uploads,
        pick: engine.pick(320, 180),
      }
    })
    expect(bytes).toBe(70_000 * 32)
    expect(calls).toBeLessThanOrEqual(6)
    expect(again).toBe(0)
    expect(Number(pick?.id)).toBeGreaterThanOrEqual(1000)
  })
}

/** A vehicle close up. */
const nearness = (): void => {
  it('keeps a vehicle within a metre of its place at street zoom, 200 km from the origin', async () => {
    const offsetPx = await opened.page.evaluate(async () => {
      const { engine } = window.harness
      const [lonOff, latOff] = [1.9531253, -1.2890629].map(Math.fround) as [number, number]
      const layer = window.harness.layers('movers', { count: 1 })[0] as never as Record<string, unknown>
      const column = (values: Float32Array) => ({ values, version: 9 })
      const point = new Float32Array([lonOff, latOff])
      await engine.flyTo(
        {
          kind: 'pose',
          pose: { lon: 108.32 + lonOff, lat: 22.82 + latOff, zoom: 19, pitchDeg: 0, bearingDeg: 0 },
        },
        0,
      )
      await window.harness.setLayers([
        {
          ...layer,
          from: column(point),
          to: column(point),
          spans: column(new Float32Array([0, 0])),
          states: { values: Uint8Array.of(1), version: 9 },
          sizePx: 10,
        } as never,
      ])
      const hits: number[][] = []
      for (let y = 160; y <= 200; y += 2)
        for (let x = 300; x <= 340; x += 2) if (engine.pick(x, y)) hits.push([x, y])
      const mean = [0, 1].map(
        (axis) => hits.reduce((sum, hit) => sum + (hit[axis] as number), 0) / hits.length,
      )
      return Math.hypot((mean[0] as number) - 320, (mean[1] as number) - 180)
    })
    const metresPerPixel = (40_075_016.7 * Math.cos((21.53 * Math.PI) / 180)) / 512 / 2 ** 19
    expect(offsetPx * metresPerPixel).toBeLessThan(1)
  })
}

/** Labels, dots and tracks. */
const wordsAndDots = (): void => {
  it('shows the label of higher priority where two would overlap', async () => {
    const hit = await opened.page.evaluate(async () => {
      const { engine } = window.harness
      await window.harness.show('labels')
      const names = window.harness
        .layers('labels')
        .map((layer) => (layer.kind === 'labels' ? { ...layer, pickable: true } : layer))
      await window.harness.setLayers(names)
      const found = new Set<string>()
      for (let x = 36; x < 96; x += 2) {
        const pick = engine.pick(x, 42)
        if (pick?.layer === 'names') found.add(pick.id)
      }
      return [...found].sort()
    })
    expect(hit).toContain('p0')
    expect(hit).not.toContain('hidden')
  })

  it('draws dots and tracks and finds them', async () => {
    const picks = await opened.page.evaluate(async () => {
      await window.harness.show('points', { count: 40, selected: 'c12' })
      return [
        window.harness.engine.pick(512, 156),
        window.harness.engine.pick(211, 150),
        window.harness.engine.pick(630, 8),
      ]
    })
    expect(picks).toEqual([{ layer: 'compounds', id: 'c1' }, { layer: 'tracks', id: 'driven' }, null])
  })
}

describe.each(['map', 'mapbox'] as const)('map engine: %s', { timeout: 90_000 }, (name) => {
  beforeAll(async () => {
    pages = await serveEnginePages(browser)
    opened = await pages.open({ engine: name, case: 'regions' })
  })
  afterAll(async () => {
    await opened?.close()
    await pages?.close()
  })
  pointing()
  gliding()
  carriedOn()
  manyVehicles()
  nearness()
  wordsAndDots()
})

describe('a Mapbox token that does not hold', () => {
  it('is told, and the map draws on the local basemap instead of blanking', { timeout: 60_000 }, async () => {
    const pages = await serveEnginePages(browser, { contentSecurityPolicy: MAPBOX_POLICY })
    const { page, close } = await pages.open({ engine: 'mapbox', case: 'regions', outsideStatus: 401 })
    await page.waitForFunction(() => document.querySelector('.maplibregl-canvas') !== null, undefined, {
      timeout: 30_000,
    })
    await page.waitForFunction(() => window.harness.engine.pick(320, 180)?.id === 'r7', undefined, {
      timeout: 30_000,
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

describe('a wall of 6656 × 1792 pixels', () => {
  it('is drawn pixel by pixel, not stretched', { timeout: 60_000 }, async () => {
    const pages = await serveEnginePages(browser)
    const { page, close } = await pages.open({ engine: 'map', size: [6656, 1792] })
    const size = await page.evaluate(() => {
      const canvas = document.querySelector('canvas')
      return [canvas?.width, canvas?.height, canvas?.clientWidth, canvas?.clientHeight]
    })
    expect(size).toEqual([6656, 1792, 6656, 1792])
    await close()
    await pages.close()
  })
})
