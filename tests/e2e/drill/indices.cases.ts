import { beforeAll, describe, expect, it } from 'vitest'
import { queryOf } from '../../builders/screen/pointer.ts'
import { openScreen, screen, page } from './screen.ts'

describe('indices', () => {
  beforeAll(openScreen)

  it('keys and clicks change colours, legend and ranking without a question to the server; the legend says formula, source and mark', async () => {
    const before = await page.screenshot({ clip: { x: 400, y: 150, width: 400, height: 350 } })
    const asked = screen.requests.length
    await page.keyboard.press('3')
    await page.waitForSelector('.legend-card[data-index="perCapita"]')
    expect(queryOf(page, 'index')).toBe('perCapita')
    const source = await page.locator('.legend-card .source').innerText()
    expect(source).toContain('实际人均办公室面积 ÷ 核定人均面积')
    expect(source).toContain('6.4.2.9')
    expect(await page.locator('.legend-card .tag').innerText()).toBe('本系统口径')
    expect(await page.locator('[data-panel="index-ranking"] .subject').innerText()).toBe('人均面积指数')
    await page.click('.indices [data-index="quality"]')
    await page.waitForSelector('.legend-card[data-index="quality"]')
    const after = await page.screenshot({ clip: { x: 400, y: 150, width: 400, height: 350 } })
    expect(before.equals(after)).toBe(false)
    const own = screen.requests
      .slice(asked)
      .filter(
        (url) =>
          url.includes('/api/') &&
          !/\/api\/(vehicles\/summary|energy\/load|sources|alerts|overview|session\/seen)/.test(url),
      )
    expect(own).toEqual([])
    await page.click('.indices [data-index="over"]')
  })

  it('the figure of the open place opens its reasons: value, formula, source, threshold and the facts that go in', async () => {
    await page.keyboard.press('1')
    await page.waitForSelector('.legend-card[data-index="over"]')
    await page.click('.legend-card .value')
    const card = page.locator('.why-card')
    const text = await card.innerText()
    for (const part of ['超标办公室', '在用办公室', '公式', '依据', '界线', '由此得出', '数据时间'])
      expect(text).toContain(part)
    const [over, all] = (await card.locator('li b').allInnerTexts()).map((value) =>
      Number(value.replace(/[^\d.]/g, '')),
    )
    expect(await card.locator('.value').innerText()).toBe(
      `${((over! / all!) * 100).toFixed(1)}% · n ${all} 间`,
    )
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
  })
})
