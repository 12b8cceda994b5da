/** All floors of a building at once: what a plate covers is outlined through it, and a sheet shows every room in its colour. */
import { describe, expect, it } from 'vitest'
import { pixelsOf } from '../../builders/screen/picture/pixels.ts'
import type { Opened } from '../../contract/engine/opened.ts'

const ROUND = {
  kind: 'bounds',
  bounds: [0, 0, 0, 0],
  pitchDeg: 55,
  bearingDeg: -25,
  padding: [0, 0, 0, 0],
} as const

interface Shown {
  readonly knobs: object
  /** Rooms with a colour of their own. */
  readonly colours: Readonly<Record<string, number>>
  /** Whether they are over their limit. */
  readonly over: boolean
}

const shot = async (on: Opened, shown: Shown): Promise<Uint32Array> => {
  await on.opened.page.evaluate(
    async ([{ knobs, colours, over }, round]) => {
      const specs = window.harness.layers('interior', knobs).map((spec) => {
        if (spec.kind !== 'interior') return spec
        const ids = spec.floors.flatMap((floor) => floor.rooms.map(({ id }) => id))
        const values = spec.fill.values.slice()
        for (const [id, rgb] of Object.entries(colours))
          values.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255], ids.indexOf(id) * 4)
        const remarks = ids.map((id) => ({
          mark: over && id in colours ? (1 as const) : (0 as const),
          text: '',
          withinLimit: 1,
        }))
        const building = JSON.stringify(knobs)
        return {
          ...spec,
          building,
          fill: { values, version: 77 },
          remarks: { values: remarks, version: over ? 2 : 1 },
        }
      })
      await window.harness.setLayers(specs)
      await window.harness.engine.flyTo(round, 0)
      await window.harness.settle()
    },
    [shown, ROUND] as const,
  )
  return pixelsOf(Buffer.from(await on.opened.page.evaluate(() => window.harness.capture()), 'base64')).rgb
}

/** A colour may be mixed with what is behind it where it is seen very flat. */
const MIXED = 200
const isLike = (pixel: number, wanted: number): boolean =>
  [16, 8, 0].reduce((sum, at) => sum + Math.abs(((pixel >> at) & 255) - ((wanted >> at) & 255)), 0) < MIXED

/** Two rooms at the back of a floor deep in its column, and three at the front of the highest. */
const COVERED = { r1001: 0xff00fe, r1003: 0xff00fe }
const SEEN = { r2402: 0x01ff02, r2404: 0x01ff02, r2406: 0x01ff02 }

const sectionCases = (on: Opened): void => {
  describe('a section of a building', () => {
    it('has nothing of what is before the plane, what is behind it in its colours to the bit, and is moved for a few bytes', async () => {
      const colours = { r102: 0xff0007, r302: 0xff0007, r103: 0x00ff07, r303: 0x00ff07 }
      const counts = async (cut: number): Promise<boolean[]> => {
        const rgb = await shot(on, { knobs: { arrangement: 'section', cut }, colours, over: false })
        return [0xff0007, 0x00ff07].map((wanted) => rgb.filter((pixel) => pixel === wanted).length > 40)
      }
      expect([await counts(0.02), await counts(0.55), await counts(0.98)]).toEqual([
        [true, true],
        [false, true],
        [false, false],
      ])
      const sent = await on.opened.page.evaluate(async () => {
        const set = (cut: number) =>
          window.harness.setLayers(window.harness.layers('interior', { arrangement: 'section', cut }))
        await set(0.3)
        return window.harness.counted(() => set(0.4))
      })
      expect(sent.uploadedBytes).toBeLessThan(60_000)
      expect(
        await on.opened.page.evaluate(() => window.harness.engine.drawnLabels!().map(({ text }) => text)),
      ).toEqual(expect.arrayContaining(['F1  ±0.00', 'F2  +3.60 m', 'B1  −3.60 m']))
    })
  })
}

export const floorCases = (on: Opened): void => {
  sectionCases(on)
  describe('a room over its limit', () => {
    it('is outlined in its colour through the plate that covers it, and not where it is seen anyway', async () => {
      const colours = { ...COVERED, ...SEEN }
      const [within, over] = [
        await shot(on, { knobs: { floors: 24 }, colours, over: false }),
        await shot(on, { knobs: { floors: 24 }, colours, over: true }),
      ]
      const count = (rgb: Uint32Array, holds: (pixel: number) => boolean) => rgb.filter(holds).length
      const [covered, outlined] = [within, over].map((rgb) => count(rgb, (pixel) => pixel === 0xff00fe))
      expect([covered, outlined! > 40]).toEqual([0, true])
      const [before, after] = [within, over].map((rgb) => count(rgb, (pixel) => isLike(pixel, 0x01ff02)))
      expect([before! > 200, after]).toEqual([true, before])
    })
  })

  describe('a sheet of floors', () => {
    it('shows every room of every floor in its colour to the bit, none before another, and opens the floor that is pressed', async () => {
      const colours = Object.fromEntries(
        [1, 2, 3, 4].flatMap((floor) =>
          [1, 2, 5, 6].map((room, i) => [`r${floor}0${room}`, 0xff0000 + floor * 0x1100 + i * 16 + 7]),
        ),
      )
      const rgb = await shot(on, { knobs: { arrangement: 'sheet' }, colours, over: false })
      const counts = Object.values(colours).map((wanted) => rgb.filter((pixel) => pixel === wanted).length)
      expect(counts.every((count) => count > 60)).toBe(true)
      const labels = await on.opened.page.evaluate(() => window.harness.engine.drawnLabels!())
      expect(labels.map(({ text }) => text)).toEqual(
        expect.arrayContaining(['B1', 'F1', 'F2', 'F3', 'F4 · 示意']),
      )
      const places = await on.opened.page.evaluate(() => {
        const found: Record<string, [number, number, number, number]> = {}
        for (let y = 0; y < innerHeight; y += 4)
          for (let x = 0; x < innerWidth; x += 4) {
            const id = window.harness.engine.pick(x, y)?.id
            if (!id) continue
            const [left, top, right, low] = found[id] ?? [x, y, x, y]
            found[id] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(low, y)]
          }
        return found
      })
      expect(Object.keys(places).sort()).toEqual(['f-1', 'f1', 'f2', 'f3', 'f4'])
      expect(places['f1']![0]).toBeGreaterThan(places['f-1']![2] - 8)
      const all = Object.values(places)
      const [wide, high] = await on.opened.page.evaluate(() => [innerWidth, innerHeight])
      const share = [
        (Math.max(...all.map((box) => box[2])) - Math.min(...all.map((box) => box[0]))) / wide!,
        (Math.max(...all.map((box) => box[3])) - Math.min(...all.map((box) => box[1]))) / high!,
      ]
      expect(Math.max(...share)).toBeGreaterThan(0.7)
    })
  })
}
