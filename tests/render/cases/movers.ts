/** Vehicles on the move, as they are seen: what a report uploads, and where the shaders of map and globe draw between two reports and after the last. */
import { PNG } from 'pngjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Opened } from '../../contract/engine/opened.ts'

const SIZE = [480, 270] as const
const T0 = Date.parse('2026-03-02T09:00:00+08:00')
const ZOOM = 14
const PLACE = { lon: 108.32, lat: 22.82 }
const METRES_PER_PIXEL = (40_075_016.7 * Math.cos((PLACE.lat * Math.PI) / 180)) / 512 / 2 ** ZOOM
/** Cesium writes the four corners of its depth plane anew for every frame. */
const IDLE_FRAME_BYTES = { map: 0, globe: 48 } as const
const ROW_BYTES = 32

/** The middle of what is drawn in a vehicle's blue on the dark ground, pixels from the left. */
const middleOf = (png: string): number => {
  const { data, width, height } = PNG.sync.read(Buffer.from(png, 'base64'))
  let [sum, weight] = [0, 0]
  for (let i = 0; i < width * height; i++) {
    const over = (data[i * 4 + 1] as number) - 110
    if (over <= 0) continue
    sum += (i % width) * over
    weight += over
  }
  if (weight === 0) throw new Error('no vehicle in the picture')
  return sum / weight
}

type At = readonly [t0: number, place: typeof PLACE, zoom: number]

/** Runs in the page: pictures at seconds after the last report. */
const shotsAlongTheWay = async ([t0, place, zoom]: At) => {
  const { harness } = window
  const fleet = harness.makeFleet()
  const here = { ordinal: 7, lon: place.lon, lat: place.lat, kmh: 250, headingDeg: 90 }
  fleet.report([here], t0, true)
  fleet.report([{ ...here, lon: place.lon + 0.002 }], t0 + 4000)
  await harness.engine.flyTo({ kind: 'pose', pose: { ...place, zoom, pitchDeg: 0, bearingDeg: 0 } }, 0)
  await harness.setLayers([fleet.layer()])
  const shots: string[] = []
  for (const seconds of [4, 6, 8, 10, 12, 60]) {
    harness.engine.setClock(t0 + seconds * 1000)
    await harness.settle()
    shots.push(await harness.capture())
  }
  return shots
}

/** Runs in the page: what each kind of change costs. */
const uploads = async ([t0, place]: readonly [t0: number, place: typeof PLACE]) => {
  const { harness } = window
  const { engine } = harness
  const fleet = harness.makeFleet()
  const rows = (count: number, step: number) =>
    Array.from({ length: count }, (_, i) => ({
      ordinal: 1 + i * step,
      lon: place.lon + ((i * step * 7919) % 1000) / 1000,
      lat: place.lat + ((i * step * 104_729) % 1000) / 1000,
      kmh: 60,
    }))
  await engine.flyTo({ kind: 'pose', pose: { ...place, zoom: 9, pitchDeg: 0, bearingDeg: 0 } }, 0)
  fleet.report(rows(6000, 1), t0, true)
  engine.setClock(t0)
  const whole = await harness.counted(() => harness.setLayers([fleet.layer(2)]))
  const report = await harness.counted(() => {
    fleet.report(rows(300, 20), t0 + 3000)
    return harness.setLayers([fleet.layer(2)])
  })
  const twice = await harness.counted(() => {
    fleet.report(rows(300, 20), t0 + 6000)
    fleet.report(rows(150, 20), t0 + 6250)
    return harness.setLayers([fleet.layer(2)])
  })
  const idle = await harness.counted(async () => {
    for (let step = 1; step <= 4; step++) {
      const { frames } = engine.stats()
      engine.setClock(t0 + 6250 + step * 200)
      for (let wait = 0; wait < 60 && engine.stats().frames === frames; wait++)
        await new Promise((resolve) => setTimeout(resolve, 25))
    }
  })
  const looks = await harness.counted(() =>
    harness.setLayers([
      {
        ...fleet.layer(3),
        selected: '21',
        palette: [
          [1, 2, 3, 255],
          [4, 5, 6, 255],
          [7, 8, 9, 255],
          [10, 11, 12, 255],
        ],
      },
    ]),
  )
  return { whole, report, twice, idle, looks }
}

/** Runs in the page: a picture after each change of the rows. */
const shotsOfComingAndGoing = async ([t0, place, zoom]: At) => {
  const { harness } = window
  const fleet = harness.makeFleet()
  const far = (ordinal: number) => ({ ordinal, lon: place.lon + 3, lat: place.lat })
  const taken: string[] = []
  const show = async (): Promise<void> => {
    await harness.setLayers([fleet.layer()])
    taken.push(await harness.capture())
  }
  await harness.engine.flyTo({ kind: 'pose', pose: { ...place, zoom, pitchDeg: 0, bearingDeg: 0 } }, 0)
  harness.engine.setClock(t0)
  fleet.report([far(1), far(2), { ordinal: 3, ...place }], t0, true)
  await show()
  fleet.report(
    [
      { ordinal: 2, lon: 0, lat: 0, state: 255 },
      { ordinal: 1, lon: 0, lat: 0, state: 255 },
    ],
    t0 + 1000,
  )
  await show()
  fleet.report(
    Array.from({ length: 1500 }, (_, i) => far(10 + i)),
    t0 + 2000,
  )
  await show()
  return taken
}

export const vehiclesOn = (on: Opened): void => {
  describe('vehicles on the move', () => {
    beforeAll(() => on.sized(SIZE))
    it(
      'advance after their last report by speed and heading, slower and slower, and halt at the limit',
      { timeout: 60_000 },
      async () => {
        const pictures = await on.opened.page.evaluate(shotsAlongTheWay, [T0, PLACE, ZOOM] as const)
        const start = middleOf(pictures[0] as string)
        const [half = 0, full = 0, carried = 0, halted = 0, later = 0] = pictures
          .slice(1)
          .map((png) => (middleOf(png) - start) * METRES_PER_PIXEL)
        const glideM = 0.002 * 111_319.49 * Math.cos((PLACE.lat * Math.PI) / 180)
        const beyond = (seconds: number): number => (250 / 3.6) * (seconds - seconds ** 2 / 8)
        expect(half).toBeGreaterThan(glideM / 2 - 8)
        expect(half).toBeLessThan(glideM / 2 + 8)
        expect(Math.abs(full - glideM)).toBeLessThan(8)
        expect(Math.abs(carried - glideM - beyond(2))).toBeLessThan(8)
        expect(Math.abs(halted - glideM - beyond(4))).toBeLessThan(8)
        expect(later).toBeCloseTo(halted, 0)
      },
    )

    it(
      'cost an upload of the rows that were reported, and none between two reports',
      { timeout: 90_000 },
      async () => {
        const sums = await on.opened.page.evaluate(uploads, [T0, PLACE] as const)
        const bytes = (of: keyof typeof sums): number =>
          sums[of].uploadedBytes - sums[of].frames * IDLE_FRAME_BYTES[on.subject.engine as 'map' | 'globe']
        expect(bytes('whole')).toBeGreaterThanOrEqual(6000 * ROW_BYTES)
        expect(bytes('report')).toBeLessThanOrEqual(300 * ROW_BYTES)
        expect(bytes('report')).toBeGreaterThan(0)
        expect(bytes('twice')).toBeLessThanOrEqual(300 * ROW_BYTES)
        expect(sums.idle.frames).toBeGreaterThan(1)
        expect(bytes('idle')).toBeLessThanOrEqual(0)
        expect(bytes('looks')).toBeLessThanOrEqual(0)
      },
    )

    it(
      'find their places again when rows come, go and outgrow the textures',
      { timeout: 60_000 },
      async () => {
        const shots = await on.opened.page.evaluate(shotsOfComingAndGoing, [T0, PLACE, ZOOM] as const)
        for (const [step, png] of shots.entries())
          expect(Math.abs(middleOf(png) - SIZE[0] / 2), `step ${step}`).toBeLessThan(2)
      },
    )
  })
}
