/** What the map engines promise beyond the common contract: vehicles that glide on the GPU, sums of uploads, clicks. */
import { expect, it } from 'vitest'
import type { Opened } from '../../contract/engine/opened.ts'

/** What is under the pointer. */
const pointing = (on: Opened): void => {
  it('tells a click and a hover with layer and id', async () => {
    await on.opened.page.evaluate(() => window.harness.show('regions'))
    await on.opened.page.evaluate(() => (window.harness.events.length = 0))
    await on.opened.page.mouse.move(300, 170)
    await on.opened.page.mouse.move(320, 180)
    await on.opened.page.waitForFunction(() =>
      window.harness.events.some(({ name: event }) => event === 'hover'),
    )
    await on.opened.page.mouse.click(320, 180)
    await on.opened.page.mouse.click(630, 20)
    await on.opened.page.waitForFunction(
      () => window.harness.events.filter(({ name: event }) => event === 'pick').length === 2,
    )
    const events = await on.opened.page.evaluate(() => window.harness.events)
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
    const counted = await on.opened.page.evaluate(() =>
      window.harness.counted(() =>
        window.harness.setLayers(window.harness.layers('regions', { hovered: 'r3', selected: 'r7' })),
      ),
    )
    expect(counted.uploadedBytes).toBeLessThan(24_000)
    const again = await on.opened.page.evaluate(() =>
      window.harness.counted(() =>
        window.harness.setLayers(window.harness.layers('regions', { hovered: null, selected: 'r7' })),
      ),
    )
    expect(again.uploadedBytes).toBeLessThan(1024)
  })
}

/** Vehicles between two reports and after the last. */
const gliding = (on: Opened): void => {
  it('moves vehicles between two reports without uploading anything', async () => {
    const { counted, before, after } = await on.opened.page.evaluate(async () => {
      const { engine } = window.harness
      await window.harness.show('movers')
      const start = window.harness.cases['movers']?.().clock as number
      const at = (): (string | undefined)[] => [engine.pick(262, 79)?.id, engine.pick(295, 79)?.id]
      const before = at()
      const counted = await window.harness.counted(async () => {
        for (let step = 1; step <= 10; step++) {
          const { frames } = engine.stats()
          for (let wait = 0; wait < 400 && engine.stats().frames === frames; wait++) {
            engine.setClock(start + step * 1000)
            await new Promise((resolve) => setTimeout(resolve, 25))
          }
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
const carriedOn = (on: Opened): void => {
  it('carries a moving vehicle on while its report is overdue, then lets it rest', async () => {
    const drawn = await on.opened.page.evaluate(async () => {
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
        for (let x = 300; x < 420; x += 2) if (engine.pick(x, 180)?.id === '1010') hits.push(x)
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
const manyVehicles = (on: Opened): void => {
  it('rests when the clock goes on and every vehicle has arrived', async () => {
    const counted = await on.opened.page.evaluate(async () => {
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
    const { calls, bytes, again, pick } = await on.opened.page.evaluate(async () => {
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
const nearness = (on: Opened): void => {
  it('keeps a vehicle within a metre of its place at street zoom, 200 km from the origin', async () => {
    const offsetPx = await on.opened.page.evaluate(async () => {
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
      const steps = Array.from({ length: 21 }, (_, i) => i * 2 - 20)
      const mean = (hits: readonly number[]): number => hits.reduce((sum, hit) => sum + hit, 0) / hits.length
      return Math.hypot(
        mean(steps.filter((x) => engine.pick(320 + x, 180))),
        mean(steps.filter((y) => engine.pick(320, 180 + y))),
      )
    })
    const metresPerPixel = (40_075_016.7 * Math.cos((21.53 * Math.PI) / 180)) / 512 / 2 ** 19
    expect(offsetPx * metresPerPixel).toBeLessThan(1)
  })
}

/** Labels, dots and tracks. */
const wordsAndDots = (on: Opened): void => {
  it('shows the label of higher priority where two would overlap', async () => {
    const hit = await on.opened.page.evaluate(async () => {
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
    const picks = await on.opened.page.evaluate(async () => {
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

/** Held by the map on either ground. */
export const promisesOfMap = (on: Opened): void => {
  for (const cases of [pointing, gliding, carriedOn, manyVehicles, nearness, wordsAndDots]) cases(on)
}
