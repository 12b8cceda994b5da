import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { VehicleIndices } from '#shared/protocol/http.ts'
import { VEHICLE_INDICES } from '#shared/vehicles/indices.ts'
import { eventually } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

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
    /** A room is opened on its floor where nothing can draw. */
    expect(wall.faults(/THREE\.WebGLRenderer/)).toEqual([])
  })

  it('who may not edit sees every value and is told why, and finds parameters by rule', async () => {
    const { page, close } = await wall.open({
      account: 'supervisor',
      path: '/work/supervision/standards',
      size: [1920, 1080],
    })
    await page.waitForSelector('[data-parameter="housing.idle"]')
    expect(await page.locator('.filters').innerText()).toContain('只读')
    await page.click('[data-parameter="housing.idle"] .cell')
    expect(await page.locator('.drawer form').count()).toBe(0)
    await page.fill('.filters input[name=find]', 'EA-03')
    expect(
      await page
        .locator('[data-parameter]')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['parameter'])),
    ).toContain('energy.jump')
    await close()
  })
})
