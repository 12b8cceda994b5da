/** The globe on one page: what it looks like, what it promises beyond the common contract, the contract, and last what breaks it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { holdsContract } from '../contract/engine/contract.ts'
import { openEngine } from '../contract/engine/opened.ts'
import { subjectOf } from '../contract/engine/subjects.ts'
import { compareWithGolden } from '../builders/screen/golden.ts'
import { TILE_FAULTS, TILE_FILES } from './cases/globeTiles.ts'
import { vehicleFormsOn } from './cases/moverForms.ts'
import { vehiclesOn } from './cases/movers.ts'

const SIZE = [480, 270] as const
const on = openEngine(subjectOf('globe'))

/** Cesium writes the four corners of its depth plane anew for every frame. */
const CESIUM_FRAME_BYTES = 48

const show = (name: string, knobs: object = {}, pose: object = {}): Promise<void> =>
  on.opened.page.evaluate(
    async ([scene, wanted, over]) => {
      const { harness } = window
      const found = (
        harness.cases[scene as string] as unknown as (knobs: object) => { camera: object; clock?: number }
      )(wanted as object)
      await harness.engine.flyTo({ kind: 'pose', pose: { ...found.camera, ...(over as object) } as never }, 0)
      if (found.clock !== undefined) harness.engine.setClock(found.clock)
      await harness.setLayers(harness.layers(scene as string, wanted as object))
    },
    [name, knobs, pose] as const,
  )

const looksLike = async (name: string): Promise<void> =>
  compareWithGolden(
    name,
    Buffer.from(await on.opened.page.evaluate(() => window.harness.capture()), 'base64'),
  )

describe('globe', () => {
  beforeAll(() => on.sized(SIZE))

  it('shows the earth as a ball, offline', async () => {
    await show('regions', {}, { lon: 104, lat: 30, zoom: 1.2 })
    await looksLike('globe-earth')
  })

  it('colours regions and outlines the chosen one', async () => {
    await show('regions', { selected: 'r7' }, { pitchDeg: 35, zoom: 6.9 })
    await looksLike('globe-regions')
  })

  it('raises buildings', async () => {
    await show('buildings', { selected: 'main' })
    await looksLike('globe-buildings')
  })

  it.each([
    { lon: 108.32, lat: 22.82, zoom: 17, pitchDeg: 60, bearingDeg: 135 },
    { lon: 110.1, lat: 25.3, zoom: 12, pitchDeg: 84, bearingDeg: 10 },
  ])('reads back the pose it was given: $zoom / $pitchDeg / $bearingDeg', async (pose) => {
    const camera = await on.opened.page.evaluate(async (goal) => {
      await window.harness.engine.flyTo({ kind: 'pose', pose: goal }, 0)
      await window.harness.settle()
      return window.harness.engine.getCamera()
    }, pose)
    for (const key of ['lon', 'lat', 'zoom', 'pitchDeg', 'bearingDeg'] as const)
      expect(camera[key], key).toBeCloseTo(pose[key], 4)
  })
})

describe('globe', () => {
  it('shows the ground at the resolution of the zoom', async () => {
    const widthPx = await on.opened.page.evaluate(async () => {
      const { harness } = window
      await harness.engine.flyTo(
        { kind: 'pose', pose: { lon: 0.05, lat: 0, zoom: 9, pitchDeg: 0, bearingDeg: 0 } },
        0,
      )
      const square = {
        id: 'square',
        parts: [
          [
            [
              [0, -0.05],
              [0.1, -0.05],
              [0.1, 0.05],
              [0, 0.05],
              [0, -0.05],
            ],
          ],
        ],
      } as const
      const spec = harness.layers('regions')[0] as object
      await harness.setLayers([
        {
          ...spec,
          id: 'square',
          polygons: [square],
          geometryVersion: 77,
          fill: { values: Uint8Array.of(255, 0, 0, 255), version: 77 },
        } as never,
      ])
      const isOn = (x: number): boolean => harness.engine.pick(x, innerHeight / 2) !== null
      /** The last pixel on the square on the way from its middle to a side of the canvas. */
      const edge = (inside: number, outside: number): number => {
        if (Math.abs(outside - inside) <= 1) return inside
        const middle = Math.round((inside + outside) / 2)
        return isOn(middle) ? edge(middle, outside) : edge(inside, middle)
      }
      const middle = innerWidth / 2
      return isOn(middle) ? edge(middle, innerWidth) - edge(middle, -1) + 1 : 0
    })
    const expected = 0.1 / (360 / (512 * 2 ** 9))
    expect(Math.abs(widthPx - expected)).toBeLessThanOrEqual(2)
  })
})

describe('globe', () => {
  it('glides vehicles on the GPU: the clock moves them and uploads nothing', async () => {
    await show('movers')
    const { counted, before, after } = await on.opened.page.evaluate(async () => {
      const { harness } = window
      const start = harness.cases['movers']?.().clock as number
      const places = (): string => {
        const hits: number[] = []
        for (let x = innerWidth / 2 - 60; x < innerWidth / 2 + 60; x += 10)
          if (harness.engine.pick(x, innerHeight / 2)) hits.push(x)
        return hits.join()
      }
      const first = places()
      const sum = await harness.counted(async () => {
        for (let step = 0; step <= 5; step++) {
          harness.engine.setClock(start + step * 2000)
          await new Promise((resolve) => setTimeout(resolve, 60))
        }
      })
      return { counted: sum, before: first, after: places() }
    })
    expect(counted.uploadedBytes / counted.frames).toBeLessThanOrEqual(CESIUM_FRAME_BYTES)
    expect(counted.frames).toBeGreaterThan(2)
    expect(after).not.toBe(before)
  })

  it('draws 70,000 vehicles and finds one by its ordinal', async () => {
    await show('movers', { count: 70_000, version: 5, sizePx: 4 })
    const picked = await on.opened.page.evaluate(() =>
      window.harness.engine.pick(innerWidth / 2, innerHeight / 2),
    )
    expect(picked?.layer).toBe('vehicles')
    expect(Number(picked?.id)).toBeGreaterThanOrEqual(1000)
  })
})

describe('globe', () => {
  it('draws dots, tracks and names', async () => {
    await show('points', { count: 60, selected: 'c9' })
    const layers = await on.opened.page.evaluate(() => {
      const { harness } = window
      const { camera, layers: specs } = harness.cases['points']!()
      const perDegree = (512 * 2 ** camera.zoom) / 360
      const under = (lon: number, lat: number, downPx = 0): string => {
        const north = ((lat - camera.lat) * perDegree) / Math.cos((camera.lat * Math.PI) / 180)
        const [x, y] = [innerWidth / 2 + (lon - camera.lon) * perDegree, innerHeight / 2 - north]
        return harness.engine.pick(Math.round(x), Math.round(y) + downPx)?.layer ?? ''
      }
      const { values } = (specs[0] as unknown as { positions: { values: Float64Array } }).positions
      const dots = Array.from({ length: 60 }, (_, i) => [values[i * 2]!, values[i * 2 + 1]!] as const)
      const away = ([lon, lat]: readonly [number, number]): number =>
        Math.hypot(lon - camera.lon, lat - camera.lat)
      const nearest = [...dots].sort((a, b) => away(a) - away(b)).slice(0, 4)
      const onTrack = [-4, -2, 0, 2, 4].map((down) => under(108.25, 22.8, down))
      return [...new Set([...nearest.map(([lon, lat]) => under(lon, lat)), ...onTrack])]
        .filter(Boolean)
        .sort()
    })
    expect(layers).toEqual(['compounds', 'tracks'])
    await show('labels')
    await looksLike('globe-labels')
  })
})

vehiclesOn(on)
vehicleFormsOn(on)

holdsContract(on)

describe('globe', () => {
  beforeAll(() => on.sized(SIZE))

  it('names each broken tileset with its fault, draws the others, goes on drawing, and asked nobody outside for anything', async () => {
    await on.opened.page.route('**/tiles3d/**', (route) => {
      const body = TILE_FILES[new URL(route.request().url()).pathname.slice('/tiles3d/'.length)]
      return body === undefined
        ? route.fulfill({ status: 404, body: 'no' })
        : route.fulfill({ body: typeof body === 'string' ? body : Buffer.from(body) })
    })
    await show('regions')
    const names = Object.keys(TILE_FAULTS)
    await on.opened.page.evaluate(async (sets) => {
      const { harness } = window
      harness.events.length = 0
      const common = { kind: 'tiles3d', visible: true, pickable: false } as const
      const tiles = sets.map((id) => ({ ...common, id, url: `/tiles3d/${id}/tileset.json` }))
      await harness.engine.flyTo(
        { kind: 'pose', pose: { lon: 108.32, lat: 22.82, zoom: 15, pitchDeg: 0, bearingDeg: 0 } },
        0,
      )
      await harness.setLayers([...harness.layers('regions'), ...tiles])
    }, names)
    const told = await on.opened.page.waitForFunction(
      (wanted) => {
        const errors = window.harness.events
          .filter(({ name }) => name === 'error')
          .map(({ payload }) => payload as { layer: string; message: string })
        return (
          wanted.every((id) => errors.some(({ layer }) => layer === id)) &&
          Object.fromEntries(errors.map(({ layer, message }) => [layer, message]))
        )
      },
      names.filter((name) => TILE_FAULTS[name] !== null),
    )
    const messages = (await told.jsonValue()) as Record<string, string>
    for (const [name, fault] of Object.entries(TILE_FAULTS)) {
      if (fault === null) expect(messages[name]).toBeUndefined()
      else expect(messages[name], name).toContain(fault)
    }
    const moved = await on.opened.page.evaluate(async () => {
      const before = window.harness.engine.stats().frames
      await window.harness.engine.flyTo({ kind: 'pose', pose: window.harness.cases['regions']!().camera }, 0)
      await window.harness.settle()
      return {
        frames: window.harness.engine.stats().frames - before,
        pick: window.harness.engine.pick(innerWidth / 2, innerHeight / 2),
      }
    })
    expect(moved.frames).toBeGreaterThan(0)
    expect(moved.pick?.layer).toBe('counties')
    expect(on.opened.requests).toEqual([])
  })
})

describe('globe', () => {
  it('tells of a throw in its drawing loop and draws on', async () => {
    await show('movers')
    const { errors, frames } = await on.opened.page.evaluate(async () => {
      const { harness } = window
      let isBad = false
      const layer = { ...harness.layers('movers')[0]! }
      Object.defineProperty(layer, 'sizePx', {
        get: () => {
          if (isBad) throw new Error('out of tune')
          return 8
        },
      })
      await harness.setLayers([layer])
      harness.events.length = 0
      isBad = true
      await harness.engine.flyTo({ kind: 'pose', pose: { ...harness.engine.getCamera(), bearingDeg: 20 } }, 0)
      while (!harness.events.some(({ name }) => name === 'error'))
        await new Promise((resolve) => setTimeout(resolve, 20))
      isBad = false
      const before = harness.engine.stats().frames
      while (harness.engine.stats().frames === before) await new Promise((resolve) => setTimeout(resolve, 20))
      await harness.settle()
      return {
        errors: harness.events
          .filter(({ name }) => name === 'error')
          .map(({ payload }) => (payload as { message: string }).message),
        frames: harness.engine.stats().frames - before,
      }
    })
    expect(errors[0]).toContain('out of tune')
    expect(frames).toBeGreaterThan(0)
  })
})
