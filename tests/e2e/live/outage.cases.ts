import { afterAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually, settled } from '../../builders/screen/wall.ts'
import { placeOf } from '../../builders/screen/pointer.ts'
import { COUNTY, wall, hall, closeScreens } from './screens.ts'

describe('scope', () => {
  it('a place outside of the scope is refused in words, and the screen keeps what it may show', async () => {
    const own = (await wall.server.request('manager-city', 'GET', '/api/session')).body.home as string
    const other = own.startsWith('4501') ? '450202' : COUNTY
    const { page, close } = await wall.open({ account: 'manager-city', path: `/view/${other}` })
    await eventually(
      () => placeOf(page),
      (place) => place === own,
    )
    await page.waitForSelector('.panel[data-state="ready"]')
    expect(await page.locator('ul.notices').innerText()).toMatch(/不在可见范围|没有找到|没有此权限/)
    expect(await page.locator('header.top').isVisible()).toBe(true)
    expect(
      (await wall.server.request('manager-city', 'GET', `/api/places/${other}`)).status,
    ).toBeGreaterThanOrEqual(403)
    expect(
      (await wall.server.request('unit-user', 'GET', `/api/places/450202`)).status,
    ).toBeGreaterThanOrEqual(403)
    await close()
  })
})

describe('an outage of the platform', () => {
  afterAll(closeScreens)

  const fault = async (body: object): Promise<void> => {
    const { url, key } = wall.server.platform!
    const answer = await fetch(`${url}/_faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.ok).toBe(true)
  }
  const states = (page: Page): Promise<string[]> =>
    page
      .locator('header [data-source]')
      .evaluateAll((dots) => dots.map((dot) => (dot as HTMLElement).dataset['state'] ?? ''))

  it('is said by the dots and by growing ages, the figures stay; after it all is live again', async () => {
    const page = hall.page
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.goto(`${wall.server.url}/view/${COUNTY}`)
    await settled(page)
    await eventually(
      () => page.locator('.panel[data-state="ready"]').count(),
      (count) => count >= 4,
    )
    const figures = await page.locator('[data-panel="housing-overview"] .body').innerText()
    await fault({ down: true })
    await eventually(
      () => states(page),
      (list) => list.includes('backing-off'),
    )
    expect(await page.locator('[data-panel="housing-overview"] .body').innerText()).toBe(figures)
    expect(await page.locator('.panel[data-state="error"]').count()).toBe(0)
    await fault({ down: false })
    await eventually(
      () => states(page),
      (list) => list.length >= 5 && list.every((state) => state === 'live'),
    )
    expect(await page.locator('[data-panel="housing-overview"] .body').innerText()).toBe(figures)
  })
})
