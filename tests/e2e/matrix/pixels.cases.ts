import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allStates, nameOf, pairwise, type Level, type State } from '../../builders/screen/layout/states.ts'
import { swatchesOf } from '../../builders/screen/legendTruth.ts'
import { emptyShare, notDrawn } from '../../builders/screen/tiles.ts'
import { goWithin, settled, type Screen } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'
import { addressOf, findLevels } from './levels.ts'

/** A colour of the legend and its pixel, ΔE. */
const TRUE_DE = 3
/** Of a wall's tiles, each three hundredths of its height. */
const MOST_EMPTY = 0.12

const isWall = ({ size: [width, height] }: State): boolean => width / height > 2 || height > 2000

let screen: Screen
let page: Page
let levels: Readonly<Record<Level, string>>

const goTo = async ({ size: [width, height], level, scene, lang }: State): Promise<void> => {
  await page.setViewportSize({ width, height })
  const place = levels[level]
  const [id] = place.split('?')
  await goWithin(page, addressOf(place, scene, lang))
  await page.waitForSelector(`html[lang^=${lang}] .frame[data-scene=${scene}][data-place="${id}"][data-kind]`)
  await settled(page)
}

describe('what is drawn', () => {
  beforeAll(async () => {
    levels = await findLevels()
    screen = await wall.open({ account: 'manager', path: '/view/450000', picture: true, sharp: true })
    page = screen.page
  })
  afterAll(() => screen?.close())

  it.each(pairwise(allStates(), 24).map((state) => [nameOf(state), state] as const))(
    '%s has the colours of its legend, and a wall is full',
    async (_name, state) => {
      await goTo(state)
      const told = (await swatchesOf(page)).filter(({ count }) => count !== null && count > 0)
      const frame = page.locator('.panel, .legend-card, [data-verdict], header.top, .strip')
      const scene = await page.screenshot({ mask: [frame], maskColor: '#ff00ff' })
      const hexes = told.map(({ hex }) => hex)
      expect(notDrawn(scene, hexes, TRUE_DE)).toEqual([])
      if (!isWall(state)) return
      expect(emptyShare(await page.screenshot(), Math.round(state.size[1] * 0.03), hexes)).toBeLessThan(
        MOST_EMPTY,
      )
    },
  )
})
