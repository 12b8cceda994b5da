/** The seam between the map libraries and us: which of their events mean what, and how a camera is moved. */
import { describe, expect, it } from 'vitest'
import {
  basemapOver,
  EMPTY_STYLE,
  loaded,
  mapOptions,
  type GlJsMap,
} from '../../../../src/engines/map/glJsBasemap.ts'
import { OPTIONS, POSE } from '../fakeEngine.ts'

/** A map object as both libraries have it. */
const fakeMap = (gl: object | null = {}) => {
  const listeners = new Map<string, ((event: object) => void)[]>()
  const canvas = Object.assign(new EventTarget(), {
    getContext: () => gl,
    toBlob: (take: (blob: Blob) => void) => take(new Blob(['png'])),
  })
  const calls: unknown[][] = []
  const listen = (event: string, listener: (event: object) => void): void =>
    void listeners.set(event, [...(listeners.get(event) ?? []), listener])
  const map = {
    getCanvas: () => canvas,
    getCenter: () => ({ lng: 108, lat: 22 }),
    getZoom: () => 8,
    getPitch: () => 40,
    getBearing: () => 30,
    isMoving: () => true,
    project: ([lon, lat]: [number, number]) => ({ x: lon * 2, y: lat * 2 }),
    unproject: ([x, y]: [number, number]) => ({ lng: x / 2, lat: y / 2 }),
    on: listen,
    once: listen,
    ...Object.fromEntries(
      ['jumpTo', 'flyTo', 'triggerRepaint', 'addControl', 'resize', 'remove'].map((name) => [
        name,
        (...args: unknown[]) => void calls.push([name, ...args]),
      ]),
    ),
  } as unknown as GlJsMap
  const tell = (event: string, payload: object = {}): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload)
  }
  return { map, canvas, calls, tell }
}
const CAMERA = { center: [108, 22], zoom: 8, pitch: 0, bearing: 0 }

describe('a basemap', () => {
  it('asks for nothing: its style has neither sources nor glyphs', () => {
    expect(EMPTY_STYLE).toEqual({ version: 8, sources: {}, layers: [] })
    const box = {} as HTMLElement
    expect(mapOptions(box, OPTIONS)).toMatchObject({
      container: box,
      center: [108, 22],
      zoom: 8,
      trackResize: false,
    })
  })

  it('needs WebGL 2', () => {
    expect(() => basemapOver(fakeMap(null).map)).toThrow('this browser offers no WebGL 2')
  })

  it('tells the camera as a pose, and hands on what it is asked for', () => {
    const { map, calls } = fakeMap()
    const basemap = basemapOver(map)
    expect(basemap.getCamera()).toEqual({ lon: 108, lat: 22, zoom: 8, pitchDeg: 40, bearingDeg: 30 })
    expect([basemap.project(1, 2), basemap.moving]).toEqual([{ x: 2, y: 4 }, true])
    const overlay = {}
    basemap.attach(overlay)
    basemap.requestFrame()
    basemap.resize()
    basemap.remove()
    expect(calls).toEqual([['addControl', overlay], ['triggerRepaint'], ['resize'], ['remove']])
  })
})

describe('a basemap', () => {
  it('jumps at once, and resolves a flight when it is over or the map is gone', async () => {
    const { map, calls, tell } = fakeMap()
    const basemap = basemapOver(map)
    await basemap.moveTo(POSE, 0)
    expect(calls).toEqual([['jumpTo', CAMERA]])
    for (const end of ['moveend', 'remove']) {
      let landed = false
      const flight = basemap.moveTo(POSE, 300).then(() => (landed = true))
      await Promise.resolve()
      expect(landed, end).toBe(false)
      tell(end)
      await flight
    }
    expect(calls[1]).toEqual(['flyTo', { ...CAMERA, duration: 300, curve: 1.2, essential: true }])
  })

  it('is read while a frame is told', async () => {
    const { map, calls, tell } = fakeMap()
    const picture = basemapOver(map).capture()
    expect(calls).toEqual([['triggerRepaint']])
    tell('render')
    expect(await (await picture).text()).toBe('png')
  })
})

describe('a basemap', () => {
  it('tells pointer, clicks, faults, refusals and the loss of its context apart', () => {
    const { map, canvas, tell } = fakeMap()
    const basemap = basemapOver(map)
    const heard: unknown[][] = []
    for (const event of ['pointer', 'click', 'error', 'refused', 'lost', 'move', 'render'] as const)
      basemap.on(event, (payload) => void heard.push([event, payload]))
    tell('mousemove', { point: { x: 3, y: 4 } })
    tell('mouseout')
    tell('click', { point: { x: 5, y: 6 } })
    tell('error', { error: { message: 'no tile' } })
    tell('error', {})
    tell('error', { error: { message: 'A valid Mapbox access token is required to use Mapbox GL JS' } })
    tell('move')
    tell('render')
    canvas.dispatchEvent(new Event('webglcontextlost'))
    expect(heard).toEqual([
      ['pointer', { x: 3, y: 4 }],
      ['pointer', null],
      ['click', { x: 5, y: 6 }],
      ['error', 'no tile'],
      ['error', 'unknown error of the map'],
      ['error', expect.stringContaining('access token is required')],
      ['refused', expect.stringContaining('access token is required')],
      ['move', undefined],
      ['render', undefined],
      ['lost', undefined],
    ])
  })

  it('is removed, and its opening rejected, where the context goes before it can be drawn on', async () => {
    const { map, canvas, calls } = fakeMap()
    const opening = loaded(map)
    canvas.dispatchEvent(new Event('webglcontextlost'))
    await expect(opening).rejects.toThrow('the graphics context was lost')
    expect(calls).toEqual([['remove']])
    const other = fakeMap()
    const open = loaded(other.map)
    other.tell('load')
    await open
    other.canvas.dispatchEvent(new Event('webglcontextlost'))
    expect(other.calls).toEqual([])
  })
})
