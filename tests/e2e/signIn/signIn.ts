import type { Page } from 'playwright-core'

export const signIn = async (page: Page, name: string, password: string): Promise<void> => {
  await page.fill('input[name=name]', name)
  await page.fill('input[name=password]', password)
  await page.click('form button[type=submit]')
}
