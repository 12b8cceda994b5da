import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults } from '../../builders/screen/axe.ts'
import { layoutOf, type Layout } from '../../builders/screen/layout/layout.ts'
import {
  LANGS,
  LEVELS,
  SCENES,
  SIZES,
  type Lang,
  type Level,
  type Scene,
} from '../../builders/screen/layout/states.ts'
import { goWithin, paint, type Screen } from '../../builders/screen/wall.ts'
import { read } from '../drill/screen.ts'
import { wall } from '../present.ts'
import { addressOf, findLevels } from './levels.ts'

let screen: Screen
let page: Page
let levels: Readonly<Record<Level, string>>

/** What waits for its code or for what it tells. */
const AWAITED = [
  '.panel[data-state="loading"]',
  '.verdict[data-state="loading"]',
  '.panel-host:not(:has(.panel))',
]
/** What the window or the address decides has been laid out, and nothing is awaited. */
const still = async (): Promise<void> => {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await page.waitForFunction((awaited) => document.querySelector(awaited) === null, AWAITED.join())
}

/** Where the address leads, once all of it has said what it has to say. */
const goTo = async (scene: Scene, level: Level, lang: Lang): Promise<void> => {
  const place = levels[level]
  await page.setViewportSize({ width: 1366, height: 768 })
  const [id] = place.split('?')
  const path = addressOf(place, scene, lang)
  await goWithin(page, path)
  await page.waitForSelector(`html[lang^=${lang}] .frame[data-scene=${scene}][data-place="${id}"][data-kind]`)
  await page.waitForSelector('.verdict, .panel')
  await still()
}

/** What is wrong as the page stands now. */
const wrongNow = async (width: number, height: number): Promise<Partial<Layout>> => {
  const { smallestPx, nodes, ...lists } = await layoutOf(page)
  const found = Object.entries(lists).filter(([, list]) => list.length > 0)
  return {
    ...Object.fromEntries(found),
    ...(smallestPx < Math.max(10, (Math.min(width, height) / 100) * 1.2) ? { smallestPx } : {}),
    ...(nodes > 1500 ? { nodes } : {}),
  }
}

/** What is wrong at each size once the page rests, by size; nothing where nothing is. */
const wrongAt = async (): Promise<Record<string, Partial<Layout>>> => {
  const wrong: Record<string, Partial<Layout>> = {}
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    await still()
    const all = await wrongNow(width, height)
    if (Object.keys(all).length > 0) wrong[`${width}×${height}`] = all
  }
  return wrong
}

describe('every screen of the dashboard', () => {
  beforeAll(async () => {
    levels = await findLevels(read)
    screen = await wall.open({ account: 'manager', path: '/view/450000', picture: false })
    page = screen.page
    await paint(page, false)
    await still()
  })
  afterAll(() => screen?.close())

  for (const lang of LANGS)
    for (const scene of SCENES)
      for (const level of LEVELS)
        it(`${scene} of a ${level} in ${lang} is whole at every size`, async () => {
          await goTo(scene, level, lang)
          expect(await wrongAt()).toEqual({})
        })

  it('has no fault that axe-core is sure of', async () => {
    await paint(page, true)
    for (const scene of SCENES) {
      await goTo(scene, 'region', 'zh')
      await page.setViewportSize({ width: 1920, height: 1080 })
      await still()
      expect([scene, await axeFaults(page)]).toEqual([scene, []])
    }
  })
})
