/** The SceneEngine contract, held by every engine in a real browser. An engine joins by a row of ENGINES. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import type { CameraPose } from '../../src/shared/scene/camera.ts'
import { launchBrowser } from '../builders/screen/browser.ts'
import {
  MAPBOX_POLICY,
  serveEnginePages,
  type EngineName,
  type EnginePage,
  type EnginePages,
  type PageOptions,
} from '../builders/screen/engine-page.ts'

const CESIUM_PAGE: PageOptions = {
  folders: { '/cesium/': 'node_modules/cesium/Build/Cesium/' },
  contentSecurityPolicy:
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' data: blob:; font-src 'self' data:",
}
const JUMP: CameraPose = { lon: 108.5, lat: 22.6, zoom: 9.25, pitchDeg: 40, bearingDeg: 30 }
const FLIGHT: CameraPose = { lon: 108.1, lat: 22.7, zoom: 8, pitchDeg: 0, bearingDeg: 0 }
const INDOORS: CameraPose = { lon: 108.32012, lat: 22.82007, zoom: 20.25, pitchDeg: 40, bearingDeg: 30 }

interface Subject {
  readonly engine: EngineName
  /** The case that this engine draws, and how one thing in it changes its colour and is chosen. */
  readonly scene: string
  readonly recolour: object
  readonly select: object
  /** Id that lies in the middle of the canvas; null where nothing is drawn. */
  readonly middle: { readonly layer: string; readonly id: string } | null
  /** Bytes that a recolouring may upload. */
  readonly recolourBytes: number
  readonly mounts: number
  /** Requests to its maker that the engine may try and that are blocked here. */
  readonly callsOut: boolean
  /** Degrees or zoom levels that a camera may be off after a jump. */
  readonly cameraSlack: number
  /** Where the camera tests go; a building's camera stays near its building, and its bounds are the building's own. */
  readonly jump?: CameraPose
  readonly flight?: CameraPose
  readonly frames?: 'bounds' | 'subject'
  readonly page?: PageOptions
}

const MAP = {
  scene: 'regions',
  recolour: { fillVersion: 2, shift: 1 },
  select: { selected: 'r8' },
  middle: { layer: 'counties', id: 'r7' },
  recolourBytes: 1024,
  cameraSlack: 1e-6,
}

const ENGINES: readonly Subject[] = [
  { ...MAP, engine: 'map', mounts: 2, callsOut: false },
  { ...MAP, engine: 'mapbox', mounts: 2, callsOut: true, page: { contentSecurityPolicy: MAPBOX_POLICY } },
  { ...MAP, engine: 'globe', mounts: 2, callsOut: false, recolourBytes: 4096, page: CESIUM_PAGE },
  {
    engine: 'interior',
    scene: 'interior',
    recolour: { fillVersion: 2, shift: 1 },
    select: { selected: 'f2' },
    middle: { layer: 'interior', id: 'f2' },
    recolourBytes: 1024,
    mounts: 2,
    callsOut: false,
    cameraSlack: 1e-6,
    jump: INDOORS,
    flight: { ...INDOORS, zoom: 19.5, bearingDeg: 0 },
    frames: 'subject',
  },
  { ...MAP, engine: 'none', middle: null, recolourBytes: 0, mounts: 2, callsOut: false },
]

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

for (const subject of ENGINES) {
  describe(`SceneEngine: ${subject.engine}`, () => {
    let pages: EnginePages
    let opened: EnginePage
    const inPage = <T>(work: (argument: Subject) => Promise<T> | T): Promise<T> =>
      opened.page.evaluate(work, { ...subject, page: undefined } as Subject)

    beforeAll(async () => {
      pages = await serveEnginePages(browser, subject.page)
      opened = await pages.open({ engine: subject.engine, case: subject.scene })
    })
    afterAll(async () => {
      await opened?.close()
      await pages?.close()
    })

    it('mounts and draws under the content security policy', async () => {
      expect(await inPage(() => window.harness.state)).toBe('ready')
      const stats = await inPage(() => window.harness.engine.stats())
      if (subject.middle) expect(stats.drawCalls).toBeGreaterThan(0)
    })

    it('uploads and draws nothing when the same specs are set again', async () => {
      const counted = await inPage(({ scene }) =>
        window.harness.counted(() => window.harness.engine.setLayers(window.harness.layers(scene))),
      )
      expect(counted.uploads).toBe(0)
    })

    it('says idle after new layers', async () => {
      const idle = await inPage(async ({ scene, select }) => {
        await window.harness.settle()
        const before = window.harness.events.filter(({ name }) => name === 'idle').length
        await window.harness.setLayers(window.harness.layers(scene, select))
        await window.harness.setLayers(window.harness.layers(scene))
        return window.harness.events.filter(({ name }) => name === 'idle').length - before
      })
      expect(idle).toBeGreaterThan(0)
    })

    it('uploads only the colours when only the fill changes', async () => {
      const counted = await inPage(({ scene, recolour }) =>
        window.harness.counted(() => window.harness.engine.setLayers(window.harness.layers(scene, recolour))),
      )
      expect(counted.uploadedBytes).toBeLessThanOrEqual(subject.recolourBytes)
      if (subject.middle) expect(counted.frames).toBeGreaterThan(0)
      await inPage(({ scene }) => window.harness.show(scene))
    })

    it('rests when nothing changes', async () => {
      const counted = await inPage(() =>
        window.harness.counted(() => new Promise((resolve) => setTimeout(resolve, 800))),
      )
      expect(counted).toEqual({ frames: 0, drawCalls: 0, uploads: 0, uploadedBytes: 0 })
    })

    it('finds what lies under a pixel, and nothing on empty ground', async () => {
      const found = await inPage(() => [
        window.harness.engine.pick(innerWidth / 2, innerHeight / 2),
        window.harness.engine.pick(4, 4),
      ])
      expect(found).toEqual([subject.middle, null])
    })

    it('keeps the camera it was given, and tells of it', async () => {
      const pose = subject.jump ?? JUMP
      const { camera, told } = await opened.page.evaluate(async (goal) => {
        window.harness.events.length = 0
        await window.harness.engine.flyTo({ kind: 'pose', pose: goal }, 0)
        return {
          camera: window.harness.engine.getCamera(),
          told: window.harness.events.filter(({ name }) => name === 'camera').length,
        }
      }, pose)
      for (const key of ['lon', 'lat', 'zoom', 'pitchDeg', 'bearingDeg'] as const) {
        expect(Math.abs(camera[key] - pose[key]), key).toBeLessThanOrEqual(subject.cameraSlack)
      }
      expect(told).toBeGreaterThan(0)
    })

    it('resolves a flight when it is over', async () => {
      const pose = subject.flight ?? FLIGHT
      const camera = await opened.page.evaluate(async (goal) => {
        await window.harness.engine.flyTo({ kind: 'pose', pose: goal }, 300)
        return window.harness.engine.getCamera()
      }, pose)
      expect(camera.lon).toBeCloseTo(pose.lon, 4)
      expect(camera.zoom).toBeCloseTo(pose.zoom, 2)
    })

    it('brings bounds into view, free of the padding', async () => {
      const camera = await inPage(async () => {
        await window.harness.engine.flyTo(
          {
            kind: 'bounds',
            bounds: [108, 22.5, 109, 23],
            pitchDeg: 0,
            bearingDeg: 0,
            padding: [20, 20, 20, 220],
          },
          0,
        )
        return window.harness.engine.getCamera()
      })
      if (subject.frames === 'subject') return expect(camera.zoom).toBeGreaterThan(17)
      expect(camera.zoom).toBeGreaterThan(8)
      expect(camera.zoom).toBeLessThan(9.3)
      expect(camera.lon).toBeLessThan(108.49)
    })

    it('gives a PNG', async () => {
      const png = Buffer.from(await inPage(() => window.harness.capture()), 'base64')
      expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
    })

    it('ignores kinds that it does not draw, without an error', async () => {
      const errors = await inPage(async ({ scene }) => {
        window.harness.events.length = 0
        const tiles = {
          kind: 'tiles3d',
          id: 'tiles',
          visible: true,
          pickable: false,
          url: '/none/tileset.json',
        } as const
        const known = window.harness.layers(scene)
        await window.harness.setLayers(
          window.harness.engine.draws.includes('tiles3d') ? known : [...known, tiles],
        )
        return window.harness.events.filter(({ name }) => name === 'error')
      })
      expect(subject.callsOut ? [] : errors).toEqual([])
    })

    it('takes a new size', async () => {
      await opened.page.setViewportSize({ width: 500, height: 300 })
      const size = await inPage(async () => {
        window.harness.engine.resize(500, 300)
        await window.harness.settle()
        const canvas = document.querySelector('canvas')
        return canvas && [canvas.clientWidth, canvas.clientHeight]
      })
      if (subject.middle) expect(size).toEqual([500, 300])
      await opened.page.setViewportSize({ width: 640, height: 360 })
      await inPage(() => window.harness.engine.resize(640, 360))
    })

    it('leaves out a feature without a place, says how many once, and draws the others', async () => {
      const { errors, found } = await inPage(async ({ scene, middle }) => {
        const broken = window.harness.layers(scene).map((layer) => {
          if (layer.kind === 'polygons')
            return {
              ...layer,
              geometryVersion: 991,
              polygons: layer.polygons.map((one, i) =>
                i === 0
                  ? {
                      ...one,
                      parts: [
                        [
                          [
                            [Number.NaN, 22],
                            [109, Infinity],
                            [1e300, 23],
                          ],
                        ],
                      ],
                    }
                  : one,
              ),
            }
          if (layer.kind !== 'interior') return layer
          return {
            ...layer,
            geometryVersion: 991,
            floors: layer.floors.map((floor, i) =>
              i === 0
                ? {
                    ...floor,
                    rooms: floor.rooms.map((room, k) =>
                      k === 0
                        ? {
                            ...room,
                            ring: [
                              [Number.NaN, 0],
                              [1, Infinity],
                              [1, 1],
                            ],
                          }
                        : room,
                    ),
                  }
                : floor,
            ),
          }
        }) as never
        window.harness.events.length = 0
        await window.harness.show(scene)
        await window.harness.setLayers(broken)
        window.harness.engine.setLayers(broken)
        return {
          errors: window.harness.events.filter(({ name }) => name === 'error').map(({ payload }) => payload),
          found: middle && window.harness.engine.pick(innerWidth / 2, innerHeight / 2),
        }
      })
      expect(found?.layer).toBe(subject.middle?.layer)
      if (subject.middle)
        expect(errors).toEqual([
          { layer: subject.middle.layer, message: expect.stringContaining('1 处坐标无效') },
        ])
      await inPage(({ scene }) => window.harness.show(scene))
    })

    it.runIf(subject.middle)('refuses a camera of no numbers, and stays where it is', async () => {
      const { before, after, told } = await inPage(async () => {
        const { engine, events } = window.harness
        const camera = engine.getCamera()
        events.length = 0
        await engine.flyTo({ kind: 'pose', pose: { ...camera, lon: Number.NaN } }, 0)
        await engine.flyTo(
          {
            kind: 'bounds',
            bounds: [108, -Infinity, 109, 23],
            pitchDeg: 0,
            bearingDeg: 0,
            padding: [0, 0, 0, 0],
          },
          0,
        )
        return {
          before: camera,
          after: engine.getCamera(),
          told: events.filter(({ name }) => name === 'error').length,
        }
      })
      expect(after).toEqual(before)
      expect(told).toBe(2)
    })

    it.runIf(subject.middle)(
      'draws anew after its graphics context was lost: the same camera, layers and selection, and says so meanwhile',
      async () => {
        const { before, after, picks, away, canvases } = await inPage(async ({ scene, select }) => {
          const pick = () => window.harness.engine.pick(innerWidth / 2, innerHeight / 2)
          await window.harness.show(scene, select)
          await window.harness.settle()
          window.harness.events.length = 0
          const [camera, under] = [window.harness.engine.getCamera(), pick()]
          await window.harness.loseContext()
          return {
            before: camera,
            after: window.harness.engine.getCamera(),
            picks: [under, pick()],
            away: window.harness.events.filter(({ name }) => name === 'away').map(({ payload }) => payload),
            canvases: document.querySelectorAll('canvas').length,
          }
        })
        expect(away).toEqual([expect.stringContaining('the graphics context was lost'), null])
        for (const key of ['lon', 'lat', 'zoom', 'pitchDeg', 'bearingDeg'] as const)
          expect(Math.abs(after[key] - before[key]), key).toBeLessThan(1e-4)
        expect(picks[0]).not.toBeNull()
        expect(picks[1]).toEqual(picks[0])
        expect(canvases).toBe(1)
      },
    )

    it('frees everything: mounted and disposed again and again, each gives its graphics context back, and the first still draws', async () => {
      const left = await inPage(async ({ scene, mounts }) => {
        const isLost = (canvas: HTMLCanvasElement): boolean =>
          canvas.getContext('webgl2')?.isContextLost() ?? true
        const first = document.querySelector('canvas')
        const kept: HTMLCanvasElement[] = []
        for (let i = 0; i < mounts; i++) {
          const engine = await window.harness.mountAnother()
          engine.setLayers(window.harness.layers(scene))
          await new Promise((resolve) => setTimeout(resolve, 60))
          const own = [...document.querySelectorAll('canvas')].filter((canvas) => canvas !== first)
          engine.dispose()
          kept.push(...own.filter((canvas) => !isLost(canvas)))
        }
        await window.harness.show(scene)
        return {
          canvases: document.querySelectorAll('canvas').length,
          kept: kept.length,
          lost: first !== null && isLost(first),
        }
      })
      expect(left).toEqual({ canvases: subject.middle ? 1 : 0, kept: 0, lost: false })
    })

    it('asks nobody outside for anything', () => {
      if (subject.callsOut)
        expect(opened.requests.every((url) => new URL(url).hostname.endsWith('mapbox.com'))).toBe(true)
      else expect([opened.requests, opened.consoleErrors]).toEqual([[], []])
    })
  })
}
