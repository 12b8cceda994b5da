import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

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

describe('one platform', () => {
  it('[DT-04] [DT-05] [DT-24] 房地产, 公务用车 and 能耗 are three nets of one platform, each over the one map of the region', async () => {
    const { page, close } = await openScene('housing', true)
    for (const [scene, panels] of Object.entries({
      housing: ['housing-overview', 'over-standard', 'certificates'],
      vehicles: ['vehicle-status', 'vehicle-figures'],
      energy: ['energy-summary', 'energy-load'],
    })) {
      if (scene !== 'housing') {
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
})

describe('one platform', () => {
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
