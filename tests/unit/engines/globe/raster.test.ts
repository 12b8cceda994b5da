/** A site's ground on the globe: what Cesium asks for goes to this server's one address; what fails is told and the globe stays. */
import { ImageryLayerCollection, type ImageryProvider } from '@cesium/engine'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LayerSet } from '../../../../src/engines/globe/LayerSet.ts'
import { RasterView } from '../../../../src/engines/globe/layers/RasterView.ts'
import type { Stage } from '../../../../src/engines/globe/layers/LayerView.ts'
import type { RasterLayer } from '../../../../src/shared/scene/layers.ts'

const SPEC: RasterLayer = {
  id: 'ground site',
  kind: 'raster',
  visible: true,
  pickable: false,
  url: '/api/ground/{z}/{x}/{y}?v=1',
  minZoom: 3,
  maxZoom: 12,
  bounds: [104, 20, 113, 27],
  tiling: 'mercator',
}
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A globe of one layer, its relief left out, and a server that answers as the test says. */
const laid = (answer: () => Response | Promise<Response>, spec = SPEC) => {
  const asked: string[] = []
  const told: (string | null)[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return answer()
  })
  vi.stubGlobal('ImageData', class {})
  vi.stubGlobal('createImageBitmap', async (_: object, options?: object) => ({ options }))
  const imageryLayers = new ImageryLayerCollection()
  const requestRender = vi.fn()
  const stage = {
    scene: { imageryLayers, requestRender, globe: { tilesLoaded: true } },
    fail: (_: string, message: string | null) => told.push(message),
  } as unknown as Stage
  const view = new RasterView(stage)
  view.update(spec)
  const provider = (): ImageryProvider => imageryLayers.get(imageryLayers.length - 1).imageryProvider
  return { view, asked, told, imageryLayers, requestRender, provider }
}
const picture = (): Response => new Response(Uint8Array.of(1))
const failing = (): Response => new Response('', { status: 503 })

describe('a ground of pictures on the globe', () => {
  it('is asked of this server alone, by the zooms of its tiling, within its bounds, upright', async () => {
    const { provider, asked, view, requestRender } = laid(picture)
    const mercator = provider()
    const asking = mercator.requestImage(102, 55, 7)
    expect(view.ready()).toBe(false)
    expect(await asking).toMatchObject({ options: { imageOrientation: 'flipY' } })
    expect([asked, view.ready(), mercator.maximumLevel, requestRender.mock.calls.length > 1]).toEqual([
      ['/api/ground/7/102/55?v=1'],
      true,
      12,
      true,
    ])
    const { west, north } = mercator.rectangle
    expect([west, north].map((angle) => Math.round((angle * 180) / Math.PI))).toEqual([104, 27])
    const degrees = laid(picture, { ...SPEC, tiling: 'degrees', bounds: null })
    await degrees.provider().requestImage(3, 0, 2)
    expect([degrees.asked, degrees.provider().maximumLevel]).toEqual([['/api/ground/3/3/0?v=1'], 11])
  })

  it('leaves a gap to the relief without a word, and does not ask for zooms that there are none of', async () => {
    const { provider, asked, told, view } = laid(() => new Response(null, { status: 204 }))
    expect(await provider().requestImage(0, 0, 2)).toBeDefined()
    expect(asked).toEqual([])
    expect(await provider().requestImage(102, 55, 7)).toBeDefined()
    expect([view.ready(), told]).toEqual([true, []])
  })

  it('asks for a few at once, and lets Cesium ask later for the others', () => {
    const { provider } = laid(() => new Promise(() => undefined))
    const asked = Array.from({ length: 14 }, (_, x) => provider().requestImage(x, 55, 7))
    expect(asked.filter((one) => one === undefined)).toHaveLength(2)
  })
})

describe('names over a ground of pictures on the globe', () => {
  it('lie above it whichever of the two comes first, and the ground comes anew beneath them', () => {
    const imageryLayers = new ImageryLayerCollection()
    const stage = {
      scene: { imageryLayers, requestRender: () => undefined, globe: { tilesLoaded: true } },
      fail: () => undefined,
      within: (_: string, work: () => unknown) => work(),
    } as unknown as Stage
    const layers = new LayerSet(stage)
    const names: RasterLayer = { ...SPEC, id: 'names', url: '/api/ground/labels/{z}/{x}/{y}', maxZoom: 9 }
    const levels = (): number[] =>
      Array.from(
        { length: imageryLayers.length },
        (_, i) => imageryLayers.get(i).imageryProvider.maximumLevel!,
      )
    layers.set([names])
    layers.set([SPEC, names])
    expect(levels()).toEqual([12, 9])
    layers.set([{ ...SPEC, url: '/api/ground/{z}/{x}/{y}?v=2', maxZoom: 11 }, names])
    expect(layers.pending()).toEqual([])
    expect(levels()).toEqual([11, 9])
    layers.set([names])
    layers.set([SPEC, names])
    expect(levels()).toEqual([12, 9])
    layers.dispose()
    expect(imageryLayers.length).toBe(0)
  })
})

describe('a ground of pictures that fails on the globe', () => {
  it('is told in a sentence, stays below while it is asked for again, and the sentence is taken back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let isUp = false
    const { provider, told, view, imageryLayers } = laid(() => (isUp ? picture() : failing()))
    await expect(provider().requestImage(102, 55, 7)).rejects.toThrow('HTTP 503')
    expect(view.ready()).toBe(true)
    expect(told).toEqual([
      expect.stringMatching(/1 张瓦片未能载入\(HTTP 503\),该处画自带底图 \/ 1 tiles did not come/),
    ])
    isUp = true
    vi.advanceTimersByTime(31_000)
    expect(imageryLayers.length).toBe(2)
    await provider().requestImage(102, 55, 7)
    expect([view.ready(), imageryLayers.length, told.at(-1)]).toEqual([true, 1, null])
    view.dispose()
    expect(imageryLayers.length).toBe(0)
  })
})

describe('a ground of pictures that goes on failing on the globe', () => {
  it('is laid anew ever more seldom while it goes on failing, and its sentence stays', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { provider, told, view, imageryLayers } = laid(failing)
    const laidAt: number[] = []
    let layer: unknown = null
    for (let half = 0; half <= 60; half++) {
      if (half > 0) vi.advanceTimersByTime(30_000)
      view.ready()
      const top = imageryLayers.get(imageryLayers.length - 1)
      if (top === layer) continue
      laidAt.push(half)
      layer = top
      await expect(provider().requestImage(102, 55, 7)).rejects.toThrow('HTTP 503')
      view.ready()
    }
    expect(laidAt).toEqual([0, 1, 3, 7, 15, 31, 51])
    expect(told).toHaveLength(1)
    view.dispose()
  })

  it('is not asked again for what it has not, though the others are asked for anew', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answers = [204, 404, 503, 200]
    const { provider, asked, told, view } = laid(() => {
      const status = answers.shift()!
      return new Response(status === 204 ? null : '', { status })
    })
    const askAll = (): Promise<unknown> =>
      Promise.allSettled([101, 102, 103].map((x) => provider().requestImage(x, 55, 7)))
    await askAll()
    view.ready()
    expect(told.at(-1)).toContain('2 张瓦片未能载入')
    vi.advanceTimersByTime(31_000)
    await askAll()
    view.ready()
    expect(asked.map((url) => url.split('/')[4])).toEqual(['101', '102', '103', '103'])
    expect(told.at(-1)).toContain('1 张瓦片未能载入(HTTP 404)')
    view.dispose()
  })
})

describe('a ground of pictures on the globe that is not wanted', () => {
  it('is hidden, and laid anew where it is another', () => {
    const { view, imageryLayers } = laid(picture)
    const first = imageryLayers.get(0)
    view.update({ ...SPEC, visible: false })
    expect([imageryLayers.length, first.show]).toEqual([1, false])
    view.update({ ...SPEC, url: '/api/ground/{z}/{x}/{y}?v=2' })
    expect(view.ready()).toBe(true)
    expect([imageryLayers.length, imageryLayers.contains(first)]).toEqual([1, false])
  })
})
