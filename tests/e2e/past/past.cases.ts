import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '#shared/protocol/http.ts'
import { makeAlerts } from '../../../server/supervision/book/alertRows.ts'
import { eventually, settled, SLOW_MS, type Screen } from '../../builders/screen/wall.ts'
import { at, wall } from '../morning.ts'

const COUNTY = '450103'
let desk: Screen
/** Nothing is kept of the day before. */
const EXPECTED = /status of 40[134] .*\/api\//
const alert = (id: string, raised: number): Alert & { unit: null } => ({
  id,
  at: raised,
  severity: 'red',
  subject: 'housing',
  rule: 'OF-12',
  place: null,
  placeName: null,
  region: COUNTY,
  unit: null,
  text: { zh: id, en: id },
  count: 1,
  citation: { document: 'd', article: 'a', mark: 'D' },
})

const openDesk = async (): Promise<void> => {
  const store = makeAlerts(wall.server.database.db)
  await store.save([alert('已结的预警', at('08:30'))], [], at('08:30'))
  await store.save([], ['已结的预警'], at('09:00'))
  await store.save([alert('后来的预警', at('09:30'))], [], at('09:30'))
  desk = await wall.open({ account: 'manager', path: `/view/${COUNTY}?scene=overview`, size: [1920, 1080] })
  await settled(desk.page)
}

const alertsShown = (): Promise<string> => desk.page.locator('[data-panel="alert-list"]').innerText()
const tellsOf = (one: string, other: string): Promise<string> =>
  eventually(alertsShown, (text) => text.includes(one) && !text.includes(other), SLOW_MS)
const timeOf = (panel: string): Promise<string | null> =>
  desk.page.locator(`[data-panel="${panel}"] .panel`).getAttribute('data-time')

describe('a replay is the clock of the whole screen', () => {
  beforeAll(openDesk)
  afterAll(() => desk?.close())

  it('shows the alerts of the instant, one that has ended since and none that came later; back in the present it is the other way round', async () => {
    const { page } = desk
    await tellsOf('后来的预警', '已结的预警')
    await page.click('.time .place')
    await page.locator('[data-do="replay"]').click()
    await page.locator('[data-do="play"]').click()
    const entry = page.locator('[data-do="when"]')
    await entry.fill('2026-02-30 09:00')
    await page.keyboard.press('Enter')
    expect(await page.locator('.when [role="alert"]').innerText()).toContain('没有这个日期')
    await entry.fill('2026-11-19 08:45')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('.clock b')?.textContent?.startsWith('08:45'))
    await tellsOf('已结的预警', '后来的预警')
    const strip = await page.locator('.ticker').innerText()
    expect([strip.includes('08:30'), strip.includes('09:30')], strip).toEqual([true, false])
    expect(await timeOf('alert-list')).toBe('past')
    await page.keyboard.press('r')
    await page.waitForSelector('.clock[data-mode="live"]')
    await tellsOf('后来的预警', '已结的预警')
    expect(await timeOf('alert-list')).toBeNull()
  })

  it('keeps no panel in two times: each follows, says that it is live, or that nothing was kept', async () => {
    const { page } = desk
    const panels = await page
      .locator('.sides .panel-host')
      .evaluateAll((hosts) => hosts.map((host) => (host as HTMLElement).dataset['panel'] ?? ''))
    await page.click('.time .place')
    await page.locator('[data-do="replay"]').click()
    await page.locator('[data-do="play"]').click()
    await eventually(
      () => Promise.all(panels.map(timeOf)),
      (times) => times.every((time) => time !== null),
    )
    expect(await timeOf('housing-overview')).toBe('past')
    await page.locator('[data-do="when"]').fill('202611180900')
    await page.keyboard.press('Enter')
    await eventually(
      () => page.locator('[data-panel="housing-overview"]').innerText(),
      (text) => text.includes('无历史记录'),
    )
    await page.keyboard.press('r')
    await eventually(
      () => page.locator('[data-panel="housing-overview"] .panel').getAttribute('data-state'),
      (state) => state === 'ready',
    )
    expect(desk.faults.filter((line) => !EXPECTED.test(line))).toEqual([])
  })
})
