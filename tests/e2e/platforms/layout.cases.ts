import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { choose, goToPage, pagesOffered } from '../../builders/screen/browser.ts'
import { layoutOf } from '../../builders/screen/layout/layout.ts'
import { eventually, type Screen, type Size } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

const SIZES: readonly Size[] = [
  [1366, 768],
  [1920, 1080],
  [3840, 1080],
  [6656, 1792],
]

const menu = async (page: Page): Promise<string[]> => {
  await page.locator('main > header .menu .face').last().click()
  await page.waitForSelector('button[data-workplace]')
  const ids = await page
    .locator('button[data-workplace]')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset['workplace'] ?? ''))
  await page.keyboard.press('Escape')
  return ids
}

/** The words of the controls that are Chinese; a platform's own words, as of an alert, stay out of it. */
const chineseIn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>(
      'header.top button, header.top h1, .panel h2, .legend-card h2, .legend-card .source, .strip h2, .label, [aria-label], [title], [placeholder]',
    )) {
      if (element.matches('[data-alert], .strip .alert, .alerts *')) continue
      const own = [
        element.getAttribute('aria-label'),
        element.getAttribute('title'),
        element.getAttribute('placeholder'),
      ]
      if (element.matches('button, h1, h2, .source, .label')) own.push(element.innerText)
      words.push(
        ...own.filter((word): word is string => word !== null && word !== '' && /[\u4e00-\u9fff]/.test(word)),
      )
    }
    return words
  })

/** What is placed by its size takes its place so long after its words came, ms. */
const SETTLES_MS = 10_000

describe('a wall of four screens', () => {
  it('has no word and no panel on an edge between two of them, in either language and also where they are narrow', async () => {
    const screen = await wall.open({
      account: 'manager',
      path: '/view/450000?wall=2000x8x4',
      size: [6656, 1792],
    })
    const { page } = screen
    for (const lang of ['zh', 'en'])
      for (const [width, height] of [
        [6656, 1792],
        [4320, 1920],
      ] as const) {
        await page.setViewportSize({ width, height })
        await page.evaluate((wanted) => localStorage.setItem('guanlan.lang', wanted), lang)
        await page.reload()
        await eventually(
          () => page.locator('.panel[data-state="ready"]').count(),
          (count) => count >= 3,
        )
        const onSeam = await eventually(
          async () => (await layoutOf(page)).onSeam,
          (words) => words.length === 0,
          SETTLES_MS,
        ).catch(String)
        expect([width, lang, onSeam]).toEqual([width, lang, []])
        expect(await page.locator('header.top.screens-many').count()).toBe(1)
      }
    await screen.close()
  })
})

describe('the big screen on every wall', () => {
  let screen: Screen
  beforeAll(async () => {
    screen = await wall.open({ account: 'manager', path: '/view/450000' })
    await eventually(
      () => screen.page.locator('.panel[data-state="ready"]').count(),
      (count) => count >= 5,
    )
  })
  afterAll(() => screen?.close())

  for (const [width, height] of SIZES)
    it(`nothing is stretched, clipped or beyond the edge at ${width}×${height}`, async () => {
      const { page } = screen
      await page.setViewportSize({ width, height })
      await eventually(
        () =>
          Promise.all(
            ['ready', 'loading'].map((state) => page.locator(`.panel[data-state="${state}"]`).count()),
          ),
        ([ready, loading]) => ready! >= 5 && loading === 0,
      )
      const layout = await layoutOf(page)
      expect(layout).toMatchObject({ sideways: [], outside: [], clipped: [] })
      expect(layout.smallestPx).toBeGreaterThanOrEqual(Math.max(10, (height / 100) * 1.2))
    })

  it('in English the controls have no Chinese word left; names of places stay as they are', async () => {
    const { page } = screen
    await page.locator('header.top .menu .face').last().click()
    await page.locator('[role=menuitemradio][lang=en]').click()
    await page.waitForSelector('html[lang=en]')
    const left = await chineseIn(page)
    const names = (await wall.server.request('manager', 'GET', '/api/regions')).body.regions.map(
      (region: { name: string }) => region.name,
    ) as string[]
    const chrome = left
      .map((word) => names.reduce((rest, name) => rest.replaceAll(name, ''), word))
      .filter((word) => /[\u4e00-\u9fff]/.test(word))
    expect(chrome).toEqual([])
  })
})

/** What of a page is cut, laid over its neighbour, reached by scrolling sideways alone, or a table's row whose cells stand beside its name. */
const cutOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main.work *')]
      .filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true }) &&
          element.clientWidth > 0 &&
          element.closest('svg, thead, .visually-hidden, [role=columnheader]') === null,
      )
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 2 ||
          (element.matches('.plain-table tbody th') &&
            element.clientWidth < 0.9 * (element.parentElement?.clientWidth ?? 0)) ||
          (element.matches('.panel') && element.scrollHeight > element.clientHeight + 1),
      )
      .map((element) => `${element.tagName}.${element.className} ${element.innerText.slice(0, 24)}`),
  )

describe('a platform on a phone', () => {
  it('has all of each page, none of it cut, over another part or sideways', async () => {
    const { page, close } = await wall.open({
      account: 'manager',
      path: '/work/management',
      size: [390, 844],
    })
    await page.waitForSelector('main.work .panel[data-state="ready"]')
    const whole = async (part: string): Promise<void> => {
      await page.waitForFunction(() => !document.querySelector('main.work [data-state="loading"]'))
      const cut = await eventually(
        () => cutOn(page),
        (found) => found.length === 0,
      ).catch(String)
      expect([part, cut]).toEqual([part, []])
    }
    for (const title of await pagesOffered(page)) {
      await goToPage(page, title)
      await whole(title)
      for (const section of await page.locator('main.work [data-section]').all()) {
        await section.click()
        await whole(`${title} · ${await section.innerText()}`)
      }
    }
    await close()
  }, 240_000)
})

describe('the three platforms', () => {
  it('[GX-09] 管理平台, 用户平台 and 监督平台 stand in the menu of the roles they are made for', async () => {
    const expected = {
      manager: ['wall', 'management'],
      'manager-city': ['wall', 'management'],
      'unit-user': ['wall', 'user'],
      supervisor: ['wall', 'supervision'],
      operator: ['management'],
      security: ['management'],
    } as const
    for (const [role, platforms] of Object.entries(expected)) {
      const { page, close } = await wall.open({
        account: role as keyof typeof expected,
        path: `/work/${platforms.at(-1)}`,
      })
      await page.waitForSelector('main.work nav button')
      expect(await menu(page), role).toEqual(platforms)
      expect(await page.locator('main.work [data-state="error"]').count()).toBe(0)
      await close()
    }
  })

  it('[GX-24] 监督平台 shows 房地产概况, 统计分析, 数据台账 and 超标预警 with their figures', async () => {
    const { page, close } = await wall.open({ account: 'supervisor', path: '/work/supervision' })
    await page.waitForSelector('main.work nav button')
    const titles = await pagesOffered(page)
    for (const title of ['房地产概况', '统计分析', '数据台账', '超标预警']) {
      expect(titles).toContain(title)
      await goToPage(page, title)
      await page.waitForSelector('main.work .panel[data-state="ready"]')
      expect((await page.locator('main.work .panel .body').first().innerText()).match(/\d/)).not.toBeNull()
    }
    await close()
  })

  it('统计分析 ranks every part by the six indices and compares any two', async () => {
    const { page, close } = await wall.open({ account: 'supervisor', path: '/work/supervision/statistics' })
    await page.waitForSelector('main.work .panel[data-state="ready"] table')
    await choose(page, 'left', '450100')
    await choose(page, 'right', '450200')
    const rows = await page.locator('main.work section table tr').allInnerTexts()
    expect(rows.length).toBeGreaterThanOrEqual(6)
    expect(rows.find((row) => row.startsWith('人均面积指数'))?.match(/\d+\.\d/g)?.length).toBe(3)
    await close()
  })
})
