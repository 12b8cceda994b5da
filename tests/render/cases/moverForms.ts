/** What a vehicle looks like by zoom, on map and globe alike. */
import { PNG } from 'pngjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Opened } from '../../contract/engine/opened.ts'

const T0 = Date.parse('2026-03-02T09:00:00+08:00')
const PLACE = { lon: 108.32, lat: 22.82 }
const KMH = 50
const METRES_PER_PIXEL = (40_075_016.7 * Math.cos((PLACE.lat * Math.PI) / 180)) / 512 / 2 ** 14

/** Runs in the page: one that drives east, from near and from afar, then where only alarms are wanted. */
const shotsByZoom = async ([t0, place, kmh]: readonly [t0: number, place: typeof PLACE, kmh: number]) => {
  const { harness } = window
  const fleet = harness.makeFleet()
  fleet.report([{ ordinal: 7, ...place, kmh, headingDeg: 90 }], t0, true)
  harness.engine.setClock(t0)
  const green = [90, 255, 160, 255] as const
  const layer = { ...fleet.layer(), palette: [green, green, green, green] as const }
  const taken: string[] = []
  for (const [zoom, alarmsOnly] of [
    [14, false],
    [11, false],
    [8, false],
    [14, true],
  ] as const) {
    await harness.engine.flyTo({ kind: 'pose', pose: { ...place, zoom, pitchDeg: 0, bearingDeg: 0 } }, 0)
    await harness.setLayers([{ ...layer, alarmsOnly }])
    taken.push(await harness.capture())
  }
  return taken
}

/** Pixels greener than the dark ground: how far they reach from the middle, and how green the most is. */
const reachOf = (png: string) => {
  const { data, width, height } = PNG.sync.read(Buffer.from(png, 'base64'))
  const reach = { west: 0, east: 0, most: 0 }
  for (let i = 0; i < width * height; i++) {
    const green = (data[i * 4 + 1] as number) - (data[i * 4] as number)
    if (green < 40) continue
    const x = (i % width) - width / 2
    reach.west = Math.max(reach.west, -x)
    reach.east = Math.max(reach.east, x)
    reach.most = Math.max(reach.most, green)
  }
  return reach
}

export const vehicleFormsOn = (on: Opened): void => {
  describe('a vehicle', () => {
    beforeAll(() => on.sized([480, 270]))
    it('is an arrow with a tail near by, a dot farther off, a haze from afar, and gone where only alarms are', async () => {
      const taken = await on.opened.page.evaluate(shotsByZoom, [T0, PLACE, KMH] as const)
      const [arrow, dot, haze, none] = taken.map(reachOf)
      const tailPx = ((KMH / 3.6) * 40) / METRES_PER_PIXEL
      expect(arrow!.west).toBeGreaterThan(tailPx * 0.5)
      expect(arrow!.west).toBeLessThan(tailPx + 6)
      expect(arrow!.east).toBeLessThan(10)
      expect(Math.max(dot!.west, dot!.east)).toBeLessThan(6)
      expect(dot!.most).toBeGreaterThan(100)
      expect(haze!.most).toBeLessThan(dot!.most)
      expect(haze!.most).toBeGreaterThan(0)
      expect(none!.most).toBe(0)
    })
  })
}
