/** The stage as one would remember it: each picture at a desk's and at a wall's size, and the coarsest that it is drawn. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../builders/screen/browser.ts'
import { serveEnginePages, type EnginePage, type EnginePages } from '../builders/screen/engine/page.ts'
import { fillOf } from '../builders/screen/engine/ground.ts'
import { compareWithGolden } from '../builders/screen/golden.ts'
import { pixelsOf } from '../builders/screen/picture/pixels.ts'

/** Software pays for each pixel: a desk is drawn with a sixteenth of its own, a wall with a sixty-fourth. */
const SIZES = [
  { name: 'desk', size: [1920, 1080], devicePixelRatio: 0.25 },
  { name: 'wall', size: [6656, 1792], devicePixelRatio: 0.125 },
] as const
/** On a wall texts are larger, as its frame has them. */
const TEXT_PX = { desk: 15, wall: 29 } as const

type Knobs = Readonly<Record<string, unknown>>
const PICTURES: readonly (readonly [name: string, case_: string, knobs: Knobs])[] = [
  ['compound-day', 'compound', { light: 'day' }],
  ['compound-dusk', 'compound', { light: 'dusk' }],
  ['compound-night', 'compound', { light: 'night' }],
  ['fan', 'interior', { remarked: true }],
  ['sheet', 'interior', { remarked: true, arrangement: 'sheet' }],
  ['section', 'interior', { remarked: true, arrangement: 'section', cut: 0.5 }],
  ['walk', 'interior', { focusFloor: 'f2', selected: 'r204', walk: true }],
  ['floor', 'interior', { focusFloor: 'f2', remarked: true }],
  ['room', 'interior', { focusFloor: 'f2', remarked: true, selected: 'r204', remedies: ['r207', 'r301'] }],
  ['desk', 'interior', { focusFloor: 'f2', remarked: true, selected: 'r204-d2' }],
]

let browser: Browser
let pages: EnginePages
beforeAll(async () => {
  browser = await launchBrowser()
  pages = await serveEnginePages(browser)
})
afterAll(async () => {
  await pages?.close()
  await browser?.close()
})

const show = (on: EnginePage, case_: string, knobs: Knobs): Promise<void> =>
  on.page.evaluate(
    async ([name, wanted]) => {
      const { harness } = window
      await harness.setLayers(harness.layers(name, wanted))
      const bounds = [0, 0, 0, 0] as const
      if ('walk' in wanted) return harness.settle()
      await harness.engine.flyTo(
        {
          kind: 'bounds',
          bounds,
          pitchDeg: name === 'compound' ? 61 : 40,
          bearingDeg: 26,
          padding: [0, 0, 0, 0],
        },
        0,
      )
      await harness.settle()
    },
    [case_, knobs] as const,
  )

const pictureOf = async (on: EnginePage): Promise<Buffer> =>
  Buffer.from(await on.page.evaluate(() => window.harness.capture()), 'base64')

for (const { name, size, devicePixelRatio } of SIZES)
  describe(`the stage on a ${name}`, () => {
    let on: EnginePage
    beforeAll(async () => {
      on = await pages.open({ engine: 'interior', size, devicePixelRatio, still: true })
    })
    afterAll(() => on?.close())

    for (const [picture, case_, knobs] of PICTURES)
      it(`has its ${picture}`, async () => {
        await show(on, case_, { ...knobs, labelPx: TEXT_PX[name] })
        compareWithGolden(`stage-${name}-${picture}`, await pictureOf(on))
      })
  })

describe('the coarsest picture', () => {
  it('has half the pixels along each side, and its crowns still in the legend’s colours to the bit', async () => {
    const on = await pages.open({ engine: 'interior', size: [1280, 720], quality: 3, still: true })
    await show(on, 'compound', { light: 'dusk' })
    const { width, height, rgb } = pixelsOf(await pictureOf(on))
    expect([width, height]).toEqual([640, 360])
    const fill = fillOf(6, 0)
    for (const row of [0, 1, 2, 3, 4]) {
      const [r, g, b] = fill.subarray(row * 4)
      expect(rgb.filter((pixel) => pixel === ((r! << 16) | (g! << 8) | b!)).length).toBeGreaterThan(60)
    }
    await on.close()
  })
})
