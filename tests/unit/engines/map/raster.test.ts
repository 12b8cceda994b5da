/** A ground of pictures on the map: which tiles a view asks for, where they lie, and that what does not come is told and leaves what lies below. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { boxOf, tilesOver, type Box } from '../../../../src/engines/map/raster/cover.ts'
import { drawRaster } from '../../../../src/engines/map/raster/raster.ts'
import type { Stage } from '../../../../src/engines/map/layers/drawn.ts'
import type { RasterLayer } from '../../../../src/shared/scene/layers.ts'

const GUANGXI: Box = [104.4, 20.9, 112.1, 26.4]
const SPEC: RasterLayer = {
  id: 'ground site',
  kind: 'raster',
  visible: true,
  pickable: false,
  url: '/api/ground/{z}/{x}/{y}?v=1',
  minZoom: 1,
  maxZoom: 12,
  bounds: null,
  tiling: 'mercator',
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('the tiles of a view', () => {
  it('cover all of it, from the middle outwards, at the zoom that is sharp there', () => {
    for (const tiling of ['mercator', 'degrees'] as const) {
      const tiles = tilesOver(GUANGXI, 6, { ...SPEC, tiling }, 240)
      expect(new Set(tiles.map(({ z }) => z))).toEqual(new Set([7]))
      const [west, south, east, north] = [0, 1, 2, 3].map((i) =>
        (i < 2 ? Math.min : Math.max)(...tiles.map(({ box }) => box[i]!)),
      ) as unknown as Box
      expect([west <= 104.4, south <= 20.9, east >= 112.1, north >= 26.4]).toEqual([true, true, true, true])
      const [first] = tiles
      expect(first!.box[0] < 109.5 && first!.box[2] > 107).toBe(true)
    }
  })

  it('lie where the makers of maps have them: Nanning in Web Mercator, and by degrees as 天地图 cuts them', () => {
    const [w, s, e, n] = boxOf(7, 102, 55, 'mercator')
    expect([w, s, e, n].map((degrees) => Number(degrees.toFixed(3)))).toEqual([
      106.875, 21.943, 109.688, 24.527,
    ])
    expect(boxOf(1, 1, 0, 'degrees')).toEqual([0, -90, 180, 90])
    expect(boxOf(2, 3, 0, 'degrees')).toEqual([90, 0, 180, 90])
  })

  it('are coarser where they would be too many, none outside of what there is, and none where even the coarsest are too many', () => {
    expect(tilesOver(GUANGXI, 14, SPEC, 240)[0]!.z).toBeLessThan(12)
    expect(tilesOver(GUANGXI, 6, { ...SPEC, bounds: [0, 0, 10, 10] }, 240)).toEqual([])
    expect(tilesOver(GUANGXI, 6, { ...SPEC, minZoom: 12 }, 10)).toEqual([])
    expect(tilesOver(GUANGXI, 6, { ...SPEC, maxZoom: 5 }, 240).every(({ z }) => z === 5)).toBe(true)
  })
})

/** A stage over Guangxi, and a server that answers as the test says. */
const drawing = (answer: (url: string) => Response | Promise<Response>) => {
  const asked: string[] = []
  const told: (string | null)[] = []
  let under = 0
  let most = 0
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    most = Math.max(most, ++under)
    await Promise.resolve()
    under--
    return answer(url)
  })
  vi.stubGlobal('createImageBitmap', async () => ({ width: 256, height: 256, close: () => undefined }))
  const refresh = vi.fn()
  const view = { box: GUANGXI, zoom: 6 }
  const stage = {
    bounds: () => view.box,
    zoom: () => view.zoom,
    refresh,
    fail: (_: string, message: string | null) => told.push(message),
  } as unknown as Stage
  return { drawn: drawRaster(stage), asked, told, view, refresh, most: () => most }
}
const settled = (drawn: { readonly pending?: boolean }): Promise<void> =>
  vi.waitFor(() => expect(drawn.pending).toBe(false))
const picture = (): Response => new Response(Uint8Array.of(1))

describe('a ground of pictures', () => {
  it('asks this server alone, a few at once, and draws each where it lies; by degrees they are bent to the map', async () => {
    const { drawn, asked, told, most, refresh } = drawing(picture)
    drawn.update(SPEC)
    await settled(drawn)
    const layers = drawn.update(SPEC)
    expect(layers).toHaveLength(asked.length)
    expect(asked.every((url) => /^\/api\/ground\/7\/\d+\/\d+\?v=1$/.test(url))).toBe(true)
    expect([most() <= 12, refresh.mock.calls.length > 0, told]).toEqual([true, true, []])
    const props = layers[0]!.props as unknown as { bounds: number[]; _imageCoordinateSystem: string }
    expect([props.bounds.length, props._imageCoordinateSystem]).toEqual([4, 'cartesian'])
    const again = drawn.update(SPEC)[0]!.props as unknown as { bounds: number[] }
    expect(again.bounds).toBe(props.bounds)
    const degrees = drawing(picture)
    degrees.drawn.update({ ...SPEC, tiling: 'degrees' })
    await settled(degrees.drawn)
    const bent = degrees.drawn.update({ ...SPEC, tiling: 'degrees' })[0]!.props as unknown as typeof props
    expect(bent._imageCoordinateSystem).toBe('lnglat')
  })

  it('shows what it has of another zoom until the sharper came, and asks for nothing twice', async () => {
    const { drawn, asked, view } = drawing(picture)
    drawn.update(SPEC)
    await settled(drawn)
    const before = asked.length
    view.zoom = 7.2
    expect(drawn.cameraMoved!()).toBe(true)
    expect(drawn.update(SPEC).map(({ id }) => id.split('/')[1])).toContain('7')
    await settled(drawn)
    expect(new Set(drawn.update(SPEC).map(({ id }) => id.split('/')[1]))).toEqual(new Set(['8']))
    expect([new Set(asked).size, asked.length > before]).toEqual([asked.length, true])
    expect(drawn.cameraMoved!()).toBe(false)
  })
})

describe('a ground of pictures that is not whole', () => {
  it('leaves a gap to what lies below without a word, and says in a sentence what did not come', async () => {
    const gaps = drawing(() => new Response(null, { status: 204 }))
    gaps.drawn.update(SPEC)
    await settled(gaps.drawn)
    expect([gaps.drawn.update(SPEC), gaps.told]).toEqual([[], []])
    const failing = drawing(() => new Response('', { status: 503 }))
    failing.drawn.update(SPEC)
    await settled(failing.drawn)
    expect([failing.drawn.update(SPEC), failing.told]).toEqual([
      [],
      [expect.stringMatching(/未能载入\(HTTP 503\),该处画自带底图 \/ .* own ground is drawn there/)],
    ])
  })

  it('asks again for what failed, and takes back what it said once it came', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let isUp = false
    const { drawn, told } = drawing(() => (isUp ? picture() : new Response('', { status: 503 })))
    drawn.update(SPEC)
    await vi.waitFor(() => expect(told).toHaveLength(1))
    isUp = true
    vi.advanceTimersByTime(31_000)
    await vi.waitFor(() => expect(told.at(-1)).toBeNull())
    drawn.destroy!()
  })
})

describe('a ground of pictures that is asked again', () => {
  it('asks ever more seldom for what fails and goes on failing, and its sentence stays', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { drawn, asked, told, view } = drawing(() => new Response('', { status: 503 }))
    view.box = [108, 22, 108.1, 22.1]
    drawn.update(SPEC)
    await vi.waitFor(() => expect(told).toHaveLength(1))
    const rounds: number[] = []
    for (let minute = 1; minute <= 60; minute++) {
      const before = asked.length
      for (let half = 0; half < 2; half++) {
        await vi.advanceTimersByTimeAsync(30_000)
        await settled(drawn)
      }
      if (asked.length > before) rounds.push(minute)
    }
    expect(rounds).toEqual([1, 2, 4, 8, 16, 26, 36, 46, 56])
    expect(told).toHaveLength(1)
    drawn.destroy!()
  })

  it.each([204, 404])(
    'does not ask again for what the ground has not (%i), until the ground is another',
    async (status) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      const { drawn, asked, told } = drawing(() => new Response(null, { status }))
      drawn.update(SPEC)
      await settled(drawn)
      const before = asked.length
      await vi.advanceTimersByTimeAsync(3_600_000)
      drawn.update(SPEC)
      expect([asked.length, told.length]).toEqual([before, status === 404 ? 1 : 0])
      drawn.update({ ...SPEC, url: SPEC.url.replace('v=1', 'v=2') })
      expect(asked.length).toBeGreaterThan(before)
      drawn.destroy!()
    },
  )
})

describe('a ground of pictures that is taken away', () => {
  it('lets go of all', async () => {
    const { drawn, told, asked } = drawing(() => new Promise(() => undefined))
    drawn.update(SPEC)
    const before = asked.length
    drawn.destroy!()
    expect([drawn.pending, asked.length, told]).toEqual([false, before, []])
  })
})
