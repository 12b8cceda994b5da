import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { VehicleIndices } from '../../src/shared/protocol/http.ts'
import { VEHICLE_INDICES } from '../../src/shared/vehicles/indices.ts'
import { eventually, settled, startTestWall, type Size, type TestWall } from '../builders/screen/wall.ts'

const SIZES: readonly Size[] = [
  [1366, 768],
  [1920, 1080],
  [3840, 1080],
  [6656, 1792],
]
let wall: TestWall
beforeAll(async () => {
  wall = await startTestWall({ picture: false })
})
afterAll(() => wall?.stop())

const menu = async (page: Page): Promise<string[]> => {
  await page.locator('header button').last().click()
  await page.waitForSelector('button[data-workplace]')
  const ids = await page
    .locator('button[data-workplace]')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset['workplace'] ?? ''))
  await page.keyboard.press('Escape')
  return ids
}

interface Layout {
  readonly smallestPx: number
  readonly sideways: string[]
  readonly outside: string[]
  readonly clipped: string[]
}

/** Reads the page as it is laid out: sizes of text, boxes beyond the window, text cut by its own box without an ellipsis. */
const layoutOf = (page: Page): Promise<Layout> =>
  page.evaluate(() => {
    const [width, height] = [innerWidth, innerHeight]
    const told = (element: Element): string =>
      `${element.tagName}.${element.className} ${(element as HTMLElement).innerText?.slice(0, 24)}`
    const seen = [...document.querySelectorAll<HTMLElement>('#app *')].filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        element.closest('.stage, svg, .visually-hidden') === null,
    )
    const texts = seen.filter((element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
      ),
    )
    const scrolls = (element: Element): boolean => element.closest('.scroll') !== null
    const cut = (element: HTMLElement): boolean => {
      const style = getComputedStyle(element)
      if (style.textOverflow === 'ellipsis' || style.overflowX === 'visible' || scrolls(element)) return false
      return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1
    }
    return {
      smallestPx: Math.min(...texts.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))),
      sideways:
        document.documentElement.scrollWidth > width
          ? ['the page']
          : seen
              .filter(
                (element) =>
                  element.matches('.scroll, .body') && element.scrollWidth > element.clientWidth + 1,
              )
              .map(told),
      outside: seen
        .filter((element) =>
          element.matches('.panel, header.top, .strip, .legend-card, .tools > *, .middle > *'),
        )
        .filter((element) => {
          const box = element.getBoundingClientRect()
          return box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1
        })
        .map(told),
      clipped: texts.filter(cut).map(told),
    }
  })

describe('nothing is stretched, clipped or beyond the edge', () => {
  for (const size of SIZES)
    it(`at ${size.join('×')}`, async () => {
      const { page, close } = await wall.open({ account: 'manager', path: '/view/450000', size })
      await eventually(
        () => page.locator('.panel[data-state="ready"]').count(),
        (count) => count >= 5,
      )
      const layout = await layoutOf(page)
      expect(layout).toMatchObject({ sideways: [], outside: [], clipped: [] })
      expect(layout.smallestPx).toBeGreaterThanOrEqual(Math.max(10, (size[1] / 100) * 1.2))
      await close()
    })
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
    const titles = await page.locator('main.work nav button').allInnerTexts()
    for (const title of ['房地产概况', '统计分析', '数据台账', '超标预警']) {
      expect(titles).toContain(title)
      await page.locator('main.work nav button', { hasText: title }).click()
      await page.waitForSelector('main.work .panel[data-state="ready"]')
      expect((await page.locator('main.work .panel .body').first().innerText()).match(/\d/)).not.toBeNull()
    }
    await close()
  })

  it('统计分析 ranks every part by the six indices and compares any two', async () => {
    const { page, close } = await wall.open({ account: 'supervisor', path: '/work/supervision/statistics' })
    await page.waitForSelector('main.work .panel[data-state="ready"] table')
    const selects = page.locator('main.work select')
    await selects.nth(0).selectOption('450100')
    await selects.nth(1).selectOption('450200')
    const rows = await page.locator('main.work section table tr').allInnerTexts()
    expect(rows.length).toBeGreaterThanOrEqual(6)
    expect(rows.find((row) => row.startsWith('人均面积指数'))?.match(/\d+\.\d/g)?.length).toBe(3)
    await close()
  })
})

describe('one platform', () => {
  const openScene = async (scene: string, picture: boolean) => {
    const screen = await wall.open({
      account: 'manager',
      path: `/view/450000?scene=${scene}`,
      size: [1920, 1080],
      picture,
    })
    await screen.page.waitForSelector(`.host[data-engine="map"] ${picture ? 'canvas' : '[role=alert]'}`, {
      state: 'attached',
    })
    return screen
  }
  const shown = (page: Page): Promise<string[]> =>
    page
      .locator('[data-panel]:has(.panel[data-state="ready"])')
      .evaluateAll((hosts) => hosts.map((host) => (host as HTMLElement).dataset['panel'] ?? ''))

  it('[DT-04] [DT-05] [DT-24] 房地产, 公务用车 and 能耗 are three nets of one platform, each over the one map of the region', async () => {
    const { page, close } = await openScene('housing', true)
    for (const [scene, panels] of Object.entries({
      housing: ['housing-overview', 'over-standard', 'certificates'],
      vehicles: ['vehicle-status', 'vehicle-figures'],
      energy: ['energy-summary', 'energy-load'],
    })) {
      if (scene !== 'housing') {
        await page.locator('b[data-scene]').click()
        await page.locator(`[data-scene-id="${scene}"]`).click()
      }
      await eventually(
        () => shown(page),
        (ids) => panels.every((id) => ids.includes(id)),
      )
      expect(await page.locator('[aria-current="page"]').innerText(), scene).toBe('广西壮族自治区')
      expect(await page.locator('.host[data-engine="map"] canvas').count(), scene).toBeGreaterThan(0)
    }
    await close()
  }, 240_000)

  it('[DT-09] [GX-04] one page shows the data of all three, 处 and 张 among them, as the house counts them', async () => {
    const { page, close } = await openScene('overview', false)
    await eventually(
      () => shown(page),
      (ids) => ['housing-overview', 'energy-load', 'vehicle-status'].every((id) => ids.includes(id)),
    )
    const { buildings, plans } = (await wall.server.request('manager', 'GET', '/api/overview?region=450000'))
      .body
    const card = async (label: string): Promise<string> => {
      const value = page
        .locator('[data-panel="housing-overview"] .why-figure', { hasText: label })
        .locator('.value')
      return `${(await value.locator('[aria-hidden]').innerText()).replaceAll(',', '')}${await value.locator('small').innerText()}`
    }
    expect([await card('办公用房'), await card('平面图')]).toEqual([`${buildings}处`, `${plans}张`])
    await close()
  })

  it('[ZJ-21] the big screen ranks, finds, gives reasons, and moves: 统计分析, 综合查询, 决策支持, 动态可视化', async () => {
    const { page, close } = await openScene('overview', true)
    await eventually(
      () => page.locator('[data-panel="index-ranking"]').innerText(),
      (text) => /\d/.test(text),
    )
    await page.click('.legend-card .value')
    for (const part of ['公式', '依据', '由此得出'])
      expect(await page.locator('.why-card').innerText()).toContain(part)
    await page.keyboard.press('Escape')
    const before =
      (await page.locator('[data-panel="vehicle-status"]').innerText()) +
      (await page.locator('header time').first().innerText())
    await eventually(
      async () =>
        (await page.locator('[data-panel="vehicle-status"]').innerText()) +
        (await page.locator('header time').first().innerText()),
      (now) => now !== before,
    )
    await page.keyboard.press('/')
    await page.fill('input[type=search]', '青秀区')
    await page.locator('#search-hits button', { hasText: '青秀区' }).first().click()
    await page.waitForURL(/view\/450103/)
    await close()
  })
})

describe('languages', () => {
  it('in English the controls have no Chinese word left; names of places stay as they are', async () => {
    const { page, close } = await wall.open({
      account: 'manager',
      path: '/view/450000?lang=en',
      picture: true,
    })
    await settled(page)
    await eventually(
      () => page.locator('.panel[data-state="ready"]').count(),
      (count) => count >= 5,
    )
    const left = await page.evaluate(() => {
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
          ...own.filter(
            (word): word is string => word !== null && word !== '' && /[\u4e00-\u9fff]/.test(word),
          ),
        )
      }
      return words
    })
    const names = (await wall.server.request('manager', 'GET', '/api/regions')).body.regions.map(
      (region: { name: string }) => region.name,
    ) as string[]
    const chrome = left
      .map((word) => names.reduce((rest, name) => rest.replaceAll(name, ''), word))
      .filter((word) => /[\u4e00-\u9fff]/.test(word))
    expect(chrome).toEqual([])
    await close()
  })
})

const scores = (page: Page): Promise<string[]> => page.locator('.indices ol li button').allInnerTexts()
const openIndices = async (page: Page, index: string): Promise<void> => {
  await page.click('[data-page="vehicle-ledger"]')
  await page.click('[data-section="indices"]')
  await page.click(`.indices .tabs button:has-text("${index}")`)
  await page.waitForSelector('.indices ol li')
}

type Movable = { index: (typeof VEHICLE_INDICES)[number]; part: string }

/** An index and one of its parts that gives some peer another score than the whole; null until the vehicles' sums are in. */
const movable = async (): Promise<Movable | null> => {
  const { rows } = (
    await wall.server.request('manager', 'GET', '/api/vehicles/indices?region=450000&of=children')
  ).body as VehicleIndices
  for (const index of VEHICLE_INDICES) {
    for (const { id } of index.parts) {
      if (
        rows.some(({ indices }) => {
          const own = indices[index.id]
          const score = own.parts.find((one) => one.id === id)?.score
          return score != null && own.score !== null && Math.abs(score - own.score) > 1
        })
      )
        return { index, part: id }
    }
  }
  return null
}

describe('口径参数', () => {
  it('a weight that a manager revises changes the index on the page, and its card says by whom and since when', async () => {
    const { index, part } = (await eventually(movable, (found) => found !== null))!
    const key = `vehicle.weights.${index.id}`
    const others = index.parts.filter(({ id }) => id !== part)
    const { page, close } = await wall.open({
      account: 'manager',
      path: '/work/management/standards',
      size: [1920, 1080],
    })
    await page.waitForSelector(`[data-parameter="${key}"]`)
    await openIndices(page, index.name.zh)
    const before = await scores(page)
    await page.click('[data-page="standards"]')
    await page.click(`[data-parameter="${key}"] .cell`)
    await page.fill(`.drawer input[name=${part}]`, '100')
    expect(await page.locator('.drawer [role=alert]').innerText()).toContain('合计应为 100%')
    for (const { id } of others) await page.fill(`.drawer input[name=${id}]`, '0')
    expect(await page.locator('.diff tbody tr').count()).toBe(index.parts.length)
    expect(await page.locator('.drawer button[type=submit]').isDisabled()).toBe(true)
    await page.fill('.drawer textarea[name=reason]', '厅务会议定,突出一项')
    await page.click('.drawer button[type=submit]')
    await page.waitForSelector('.drawer [role=status]')
    expect(await page.locator(`tr[data-parameter="${key}"]`).innerText()).toMatch(
      /已修订\s*第 1 版\s*manager/,
    )
    expect(await page.locator('.drawer ol li').innerText()).toContain('厅务会议定')
    await openIndices(page, index.name.zh)
    expect(await scores(page)).not.toEqual(before)
    await page.locator('.indices ol li button').first().click()
    const card = page.locator('.why-card')
    expect(await card.locator(`[data-parameter="${key}"]`).innerText()).toMatch(
      /第 1 版 · manager 于 \d{4}-\d\d-\d\d 修订/,
    )
    expect(await card.innerText()).toContain('本系统口径 · 已修订')
    await close()
    expect(wall.faults()).toEqual([])
  })

  it('who may not edit sees every value and is told why, and finds parameters by rule', async () => {
    const { page, close } = await wall.open({
      account: 'supervisor',
      path: '/work/supervision/standards',
      size: [1920, 1080],
    })
    await page.waitForSelector('[data-parameter="housing.idle"]')
    expect(await page.locator('.bar').innerText()).toContain('只读')
    await page.click('[data-parameter="housing.idle"] .cell')
    expect(await page.locator('.drawer form').count()).toBe(0)
    await page.fill('.bar input[name=find]', 'EA-03')
    expect(
      await page
        .locator('[data-parameter]')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['parameter'])),
    ).toContain('energy.jump')
    await close()
  })
})
