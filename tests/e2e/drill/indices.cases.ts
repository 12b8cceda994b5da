import { beforeAll, describe, expect, it } from 'vitest'
import { shotOf, swatchesOf } from '../../builders/screen/legendTruth.ts'
import { queryOf } from '../../builders/screen/pointer.ts'
import { settled, SLOW_MS } from '../../builders/screen/wall.ts'
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
    expect(await page.locator('[data-panel="index-ranking"] .subject').innerText()).toBe('人均面积指数排名')
    await page.click('.indices [data-index="quality"]')
    await page.waitForSelector('.legend-card[data-index="quality"]')
    const after = await page.screenshot({ clip: { x: 400, y: 150, width: 400, height: 350 } })
    expect(before.equals(after)).toBe(false)
    const own = screen.requests
      .slice(asked)
      .filter(
        (url) =>
          url.includes('/api/') &&
          !/\/api\/(vehicles\/(summary|compliance)|energy\/load|sources|alerts|overview|session\/seen)/.test(
            url,
          ),
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

describe('the classes of an index', () => {
  it('a press on a class shows it alone, by keys too: the others are greys in legend and picture, the address keeps it; again shows all', async () => {
    await page.keyboard.press('1')
    await page.waitForSelector('.legend-card[data-index="over"]')
    await settled(page)
    const all = await swatchesOf(page)
    const klass = all.slice(0, 5).findLastIndex(({ count }) => count! > 0)
    const button = page.locator(`.legend-card [data-class="${klass}"]`)
    await button.focus()
    await page.keyboard.press('Enter')
    expect([await button.getAttribute('aria-pressed'), queryOf(page, 'class')]).toEqual([
      'true',
      String(klass + 1),
    ])
    await settled(page)
    const alone = await swatchesOf(page)
    const others = all.slice(0, 5).filter((_, i) => i !== klass)
    expect(all.slice(0, 5).map(({ hex }, i) => alone[i]!.hex === hex)).toEqual(
      all.slice(0, 5).map((_, i) => i === klass),
    )
    const drawnOthers = async (): Promise<string[]> => {
      const map = await shotOf(page)
      return others.map(({ hex }) => hex).filter((hex) => map.count(hex) > 0)
    }
    await expect.poll(drawnOthers, { timeout: SLOW_MS }).toEqual([])
    await button.click()
    expect([await button.getAttribute('aria-pressed'), queryOf(page, 'class')]).toEqual(['false', null])
    expect((await swatchesOf(page)).map(({ hex }) => hex)).toEqual(all.map(({ hex }) => hex))
  })
})
