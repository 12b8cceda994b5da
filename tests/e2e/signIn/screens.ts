import type { Page } from 'playwright-core'
import { startTestWall, type TestWall } from '../../builders/screen/wall.ts'

export let wall: TestWall

export const openWall = async (): Promise<void> => {
  wall = await startTestWall({ picture: false })
}

/** Refusals answer 4xx, which Chromium writes to its console. */
export const REFUSED = /status of 4(01|03|09|23|29)/

export const signIn = async (page: Page, name: string, password: string): Promise<void> => {
  await page.fill('input[name=name]', name)
  await page.fill('input[name=password]', password)
  await page.click('form button[type=submit]')
}
