import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { Alert } from '#shared/protocol/http.ts'
import type { AlertRows } from '#shared/supervision/rows/answers.ts'
import { placeOf, queryOf } from '../../builders/screen/pointer.ts'
import { eventually, type Screen } from '../../builders/screen/wall.ts'
import { read, wall } from './screen.ts'

let desk: Screen
let page: Page
const PROVINCE = '450000'
const rowsOn = (): Promise<string[]> =>
  page
    .locator('[data-alert-drawer] [role=rowgroup] [data-of]')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['of']!))
const over = async (): Promise<Alert> =>
  (await read<{ alerts: Alert[] }>(`/api/alerts?region=${PROVINCE}&limit=2000`)).alerts.find(
    ({ rule }) => rule === 'OF-07',
  )!

describe('an alert', () => {
  beforeAll(async () => {
    desk = await wall.open({ account: 'leader', path: `/view/${PROVINCE}?scene=supervision` })
    page = desk.page
  })
  afterAll(() => desk.close())

  it('leads to its room in two clicks, and back where one stood by the way that one came', async () => {
    const alert = await over()
    await page.locator(`[data-panel="alert-list"] [data-alert-row="${alert.id}"] .go`).click()
    await page.waitForSelector(`[data-alert-drawer="${alert.id}"] [role=rowgroup] [data-of]`)
    expect([placeOf(page), queryOf(page, 'alert')]).toEqual([alert.place, alert.id])
    const told = await read<AlertRows>(`/api/alerts/${alert.id}/rows`)
    expect(told.total).toBe(alert.count)
    expect((await rowsOn())[0]).toBe(told.rows[0]!.id)
    await page.keyboard.press('ArrowDown')
    const [first, second] = told.rows
    expect(await page.locator('[data-alert-drawer] [aria-selected=true]').getAttribute('data-of')).toBe(
      (second ?? first)!.id,
    )
    await page.locator(`[data-alert-drawer] [data-of="${first!.id}"]`).click()
    await eventually(
      () => queryOf(page, 'sel'),
      (selected) => selected === `room:${first!.id}`,
    )
    expect([placeOf(page), queryOf(page, 'alert')]).toEqual([first!.opens!.at, null])
    await page.waitForSelector('[data-alert-drawer]', { state: 'detached' })
    await page.goBack()
    await page.waitForSelector(`[data-alert-drawer="${alert.id}"] [data-of]`)
  })

  it('is restored by its address; Esc closes the drawer and not the place, one opened here leads back', async () => {
    const alert = await over()
    await page.goto(`${wall.server.url}/view/${alert.place}?alert=${alert.id}`)
    await page.waitForSelector(`[data-alert-drawer="${alert.id}"] [data-of]`)
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-alert-drawer]', { state: 'detached' })
    expect(placeOf(page)).toBe(alert.place)
    await page.goto(`${wall.server.url}/view/${PROVINCE}?scene=supervision`)
    await page.locator(`[data-panel="alert-list"] [data-alert-row="${alert.id}"] .go`).press('Enter')
    await page.waitForSelector(`[data-alert-drawer="${alert.id}"] [data-of]`)
    await page.keyboard.press('Escape')
    await eventually(
      () => placeOf(page),
      (place) => place === PROVINCE,
    )
  })
})
