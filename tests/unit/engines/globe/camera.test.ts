/** What the globe reckons without drawing: cameras, lines, light, and what the pointer means. */
import { Cartesian3, Math as Angle } from '@cesium/engine'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { poseForGoal } from '../../../../src/engines/globe/camera/goals.ts'
import { PointerWatch } from '../../../../src/engines/globe/camera/PointerWatch.ts'
import {
  frustumFov,
  groundPoints,
  placeOf,
  poseOf,
  standOf,
} from '../../../../src/engines/globe/camera/pose.ts'
import { colorAt, isTag, openRing, simplified } from '../../../../src/engines/globe/layers/LayerView.ts'
import { lightDirection } from '../../../../src/engines/globe/parts/light.ts'
import { metresPerPixel } from '../../../../src/shared/scene/ground.ts'

afterEach(() => void vi.unstubAllGlobals())

describe('the globe’s camera', () => {
  it.each([
    { lon: 108.32, lat: 22.82, zoom: 17, pitchDeg: 60, bearingDeg: 135 },
    { lon: 108.32, lat: 22.82, zoom: 7, pitchDeg: 0, bearingDeg: -90 },
    { lon: 110.1, lat: 25.3, zoom: 12, pitchDeg: 84, bearingDeg: 10 },
    { lon: -0.1, lat: 51.5, zoom: 3, pitchDeg: 20, bearingDeg: 0 },
  ])('stands where a pose is read back: $zoom / $pitchDeg / $bearingDeg', (pose) => {
    const read = poseOf(standOf(pose, 720), 720)!
    for (const key of ['lon', 'lat', 'zoom', 'pitchDeg', 'bearingDeg'] as const)
      expect(read[key], key).toBeCloseTo(pose[key], 5)
  })

  it('has no pose where it looks past the earth', () => {
    const { position, up } = standOf({ lon: 108, lat: 22, zoom: 4, pitchDeg: 0, bearingDeg: 0 }, 720)
    const away = Cartesian3.normalize(position, new Cartesian3())
    expect(poseOf({ position, direction: away, up }, 720)).toBeNull()
  })

  it('keeps the field of view upright, whichever side is longer', () => {
    const upright = frustumFov(600, 800)
    expect(Angle.toDegrees(upright)).toBeCloseTo(36.87, 2)
    const wide = frustumFov(1600, 800)
    expect(Math.tan(wide / 2) / Math.tan(upright / 2)).toBeCloseTo(2, 9)
  })

  it('shows bounds in the free part of the view, and a pose as it is', () => {
    const pose = { lon: 1, lat: 2, zoom: 3, pitchDeg: 4, bearingDeg: 5 }
    expect(poseForGoal({ kind: 'pose', pose }, 640, 360)).toBe(pose)
    const goal = { kind: 'bounds', bounds: [108, 22.5, 109, 23], pitchDeg: 0, bearingDeg: 0 } as const
    const whole = poseForGoal({ ...goal, padding: [0, 0, 0, 0] }, 640, 360)
    expect(whole.lon).toBeCloseTo(108.5, 6)
    expect(whole.lat).toBeCloseTo(22.75, 1)
    const across = (111_320 * Math.cos(Angle.toRadians(22.5))) / metresPerPixel(whole.zoom, 22.75)
    expect(Math.abs(across - 640)).toBeLessThan(8)
    const beside = poseForGoal({ ...goal, padding: [0, 0, 0, 300] }, 640, 360)
    expect(beside.lon).toBeLessThan(108.4)
    expect(beside.zoom).toBeLessThan(whole.zoom)
  })

  it('counts the ground east, up and north of a place, and back', () => {
    const [at] = groundPoints([108, 22], [[108.01, 22.02]])
    expect(at![0]).toBeCloseTo(0.01 * 111_319.49 * Math.cos(Angle.toRadians(22)), -1)
    expect(at![2]).toBeCloseTo(2214, -1)
    expect(at![1]).toBeLessThan(0)
    const [lon, lat] = placeOf([108, 22], at!)
    expect([lon.toFixed(8), lat.toFixed(8)]).toEqual(['108.01000000', '22.02000000'])
  })

  it('has its light over the left shoulder', () => {
    const way = lightDirection({
      rightWC: new Cartesian3(1, 0, 0),
      upWC: new Cartesian3(0, 1, 0),
      directionWC: new Cartesian3(0, 0, -1),
    } as never)
    expect(Cartesian3.magnitude(way)).toBeCloseTo(1, 9)
    expect([way.x > 0, way.y < 0, way.z < 0]).toEqual([true, true, true])
  })
})

describe('lines on the globe', () => {
  const at = (x: number, y: number) => new Cartesian3(x, y, 0)

  it('keep the fewest corners that stay within so many metres, and their ends', () => {
    const line = [at(0, 0), at(1, 0.1), at(2, -0.1), at(3, 5), at(4, 6), at(5, 7)]
    expect(simplified(line, 0.5)).toEqual([line[0], line[2], line[3], line[5]])
    expect(simplified(line, 0)).toHaveLength(6 - 1)
    expect(simplified(line, 100)).toEqual([line[0], line[5]])
    const round = [at(0, 0), at(3, 0), at(0, 0)]
    expect(simplified(round, 1)).toEqual(round)
  })

  it('are open rings for Cesium, in the colours of their rows', () => {
    expect(
      openRing([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ]),
    ).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
    ])
    const open = [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const
    expect([openRing(open), openRing([])]).toEqual([open, []])
    expect(colorAt([0, 0, 0, 0, 255, 51, 0, 102], 1).toBytes()).toEqual([255, 51, 0, 102])
    expect([isTag({ layer: 'a', id: 'b', part: 0 }), isTag({ id: 'b' }), isTag(null)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('the pointer on the globe', () => {
  it('clicks where it stayed, and asks what it is on at most once a frame', () => {
    const frames: (() => void)[] = []
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
    vi.stubGlobal('cancelAnimationFrame', () => undefined)
    const canvas = Object.assign(new EventTarget(), {
      clientWidth: 640,
      style: { cursor: '' },
      getBoundingClientRect: () => ({ left: 0, top: 0, width: 320 }),
    })
    const heard: unknown[][] = []
    const picks = vi.fn((x: number) => (x < 300 ? { layer: 'counties', id: 'r7' } : null))
    const watch = new PointerWatch(canvas as unknown as HTMLCanvasElement, {
      click: (...at) => void heard.push(['click', ...at]),
      pick: picks,
      hover: (pick) => void heard.push(['hover', pick]),
    })
    const send = (type: string, x: number, over: object = {}): void =>
      void canvas.dispatchEvent(
        Object.assign(new Event(type), { clientX: x / 2, clientY: 5, button: 0, buttons: 0, ...over }),
      )
    for (const x of [100, 110, 120]) send('pointermove', x)
    for (const run of frames.splice(0)) run()
    send('pointermove', 130)
    for (const run of frames.splice(0)) run()
    expect([picks.mock.calls.length, heard, canvas.style.cursor]).toEqual([
      2,
      [['hover', { layer: 'counties', id: 'r7' }]],
      'pointer',
    ])
    send('pointerdown', 100)
    send('pointermove', 200, { buttons: 1 })
    send('pointerup', 200)
    send('pointerdown', 100, { button: 2 })
    send('pointerup', 100)
    expect(heard).toHaveLength(1)
    send('pointerdown', 100)
    send('pointerup', 104)
    expect(heard.at(-1)).toEqual(['click', 104, 10])
    send('pointerleave', 0)
    for (const run of frames.splice(0)) run()
    expect([heard.at(-1), canvas.style.cursor]).toEqual([['hover', null], 'default'])
    watch.dispose()
    send('pointermove', 100)
    expect(frames).toEqual([])
  })
})
