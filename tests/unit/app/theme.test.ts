import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { INDICES, type Ramp } from '../../../src/shared/indices/indices.ts'
import { GROUND_HEX } from '../../../src/theme/ground.ts'
import { LAND_HEX, TOKENS } from '../../../src/theme/palette.ts'
import { NO_DATA_HEX, QUIET_HEX, rampHex } from '../../../src/theme/ramps.ts'
import {
  capHeights,
  parseWallProfile,
  requiredTextPx,
  wallFrame,
  wallProfileText,
} from '../../../src/theme/wall.ts'
import { deltaE, EYES } from '../../builders/plain/colour.ts'

const nearest = (ramp: Ramp, eye: readonly number[]): number =>
  Math.min(...rampHex(ramp).flatMap((a, i, all) => all.slice(i + 1).map((b) => deltaE(a, b, eye))))

/** How far a colour lies from the nearest of others, ΔE. */
const gapTo = (hex: string, others: readonly string[]): number =>
  Math.min(...others.map((one) => deltaE(hex, one)))

describe('ramps', () => {
  it.each(INDICES.map(({ id, ramp }) => [id, ramp] as const))(
    'of %s keeps five classes apart for every kind of eye',
    (_id, ramp) => {
      expect(rampHex(ramp)).toHaveLength(5)
      expect(gapTo(NO_DATA_HEX, rampHex(ramp))).toBeGreaterThan(12)
      for (const eye of Object.values(EYES)) expect(nearest(ramp, eye)).toBeGreaterThan(9)
    },
  )

  it('have no colour that means nothing: the greys of what is filtered out are in none', () => {
    const told = INDICES.flatMap(({ ramp }) => rampHex(ramp))
    expect(QUIET_HEX.filter((hex) => [...told, NO_DATA_HEX].includes(hex))).toEqual([])
    expect(new Set(QUIET_HEX).size).toBe(5)
  })

  it('have a grey for no figure that nobody takes for land', () => {
    const { land, neighbour } = GROUND_HEX
    expect(gapTo(NO_DATA_HEX, [...Object.values(LAND_HEX), land, neighbour])).toBeGreaterThan(12)
  })

  it('says in canvases what it says in CSS', () => {
    const css = readFileSync(new URL('../../../src/theme/tokens.css', import.meta.url), 'utf8')
    expect(css).toContain(`--no-data: ${NO_DATA_HEX};`)
    const named = {
      ground: 'ground',
      groundRaised: 'ground-raised',
      land: 'land',
      text: 'text-color',
      textQuiet: 'text-quiet',
      accent: 'accent',
      green: 'green',
      yellow: 'yellow',
      red: 'red',
    } as const
    for (const [token, property] of Object.entries(named))
      expect(css).toContain(`--${property}: ${TOKENS[token as keyof typeof TOKENS]};`)
  })
})

describe('wall scaler', () => {
  it('has one column a side at 16:9 and grows in number, not in width', () => {
    const desk = wallFrame(1920, 1080)
    const wall = wallFrame(6656, 1792)
    expect([desk.columnsPerSide, wall.columnsPerSide, wallFrame(7680, 2160).columnsPerSide]).toEqual([
      1, 2, 2,
    ])
    expect(desk.uPx).toBeCloseTo(10.8)
    expect([desk.columnPx / desk.uPx, wall.columnPx / wall.uPx]).toEqual(
      [26, 26].map((u) => expect.closeTo(u)),
    )
    expect([desk.topBarPx, desk.stripPx, desk.axisPx, desk.textPx].map((px) => px / desk.uPx)).toEqual(
      [7, 4, 2.2, 1.6].map((u) => expect.closeTo(u)),
    )
  })

  it('keeps text legible on a small screen and leaves the centre at least a third', () => {
    const small = wallFrame(1366, 768)
    expect(small.textPx).toBeGreaterThanOrEqual(12)
    expect(1366 - 2 * small.columnPx).toBeGreaterThan(1366 / 3)
  })

  it('puts the columns into drawers on a tablet held upright', () => {
    expect(wallFrame(820, 1180).compact).toBe(true)
    expect(wallFrame(1180, 820).compact).toBe(false)
  })

  it('derives the smallest text from the viewing distance: cap height is distance / 250', () => {
    const capPx = requiredTextPx(1792, { heightMm: 2000, distanceM: 8 }) * 0.733
    expect((capPx / 1792) * 2000).toBeCloseTo(8000 / 250)
  })

  it('takes that text where it fits and reports a wall where it cannot', () => {
    const read = wallFrame(6656, 1792, { heightMm: 2000, distanceM: 8 })
    expect(read.textPx).toBeCloseTo(read.requiredTextPx)
    expect(read.legible).toBe(true)
    expect(wallFrame(6656, 1792, { heightMm: 1000, distanceM: 20 }).legible).toBe(false)
  })

  it('says in millimetres what a text gives and what the distance asks for', () => {
    const profile = { heightMm: 2000, distanceM: 8 }
    const heights = capHeights(1792, wallFrame(6656, 1792, profile).textPx, profile)
    expect(heights?.requiredMm).toBe(32)
    expect(heights?.givenMm).toBeCloseTo(32)
    expect(capHeights(1792, 30, { heightMm: null, distanceM: 8 })).toBeNull()
  })
})

describe('the profile of a wall', () => {
  it('writes a profile as it is read', () => {
    expect(wallProfileText({ heightMm: 2000, distanceM: 8.5 })).toBe('2000x8.5')
    expect(wallProfileText({ heightMm: 2000, distanceM: null })).toBeNull()
    expect(wallProfileText({ heightMm: 2, distanceM: 8 })).toBeNull()
  })

  it('reads a profile from the address and nothing else', () => {
    expect(parseWallProfile('2000x8')).toEqual({ heightMm: 2000, distanceM: 8 })
    expect(parseWallProfile('2000x8;x')).toBeNull()
  })

  it('reads and writes the screens of a wall and what their edges hide', () => {
    expect(parseWallProfile('2000x8x3')).toEqual({ heightMm: 2000, distanceM: 8, screens: [1, 1, 1] })
    const uneven = { heightMm: 2000, distanceM: 8.5, screens: [1, 2, 1], bezelMm: 12 }
    expect(parseWallProfile('2000x8.5x1:2:1x12')).toEqual(uneven)
    expect(wallProfileText(uneven)).toBe('2000x8.5x1:2:1x12')
    expect(wallProfileText({ heightMm: 2000, distanceM: 8, screens: [2, 2] })).toBe('2000x8x2')
    for (const wrong of ['2000x8x1', '2000x8x0', '2000x8x13', '2000x8x1:0', '2000x8xx9', '2000x8x3x1000'])
      expect(parseWallProfile(wrong)).toBeNull()
  })
})
