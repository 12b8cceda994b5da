import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Screen } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

const SCENES = ['overview', 'housing', 'vehicles', 'energy', 'supervision'] as const
const MOST_STOPS = 40
let screen: Screen
let page: Page

const goTo = async (scene: string): Promise<void> => {
  await page.goto(`${wall.server.url}/view/450000?scene=${scene}&lang=zh`)
  await page.waitForSelector(`.frame[data-scene=${scene}][data-kind]`)
  await page.waitForSelector('.panel')
  await eventually(
    () => page.locator('.panel[data-state="loading"], .verdict[data-state="loading"]').count(),
    (loading) => loading === 0,
  )
}
/** The panel that has the focus, and what has it. */
const focused = (): Promise<readonly [panel: string, what: string]> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null
    const panel = at?.closest<HTMLElement>('[data-panel]')?.dataset['panel'] ?? ''
    return [panel, `${at?.tagName} ${at?.innerText?.slice(0, 16)}`] as const
  })
const lastPanel = (): Promise<string> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>('.panel-host')]
        .filter((host) =>
          [...host.querySelectorAll('button, a[href]')].some((one) => (one as HTMLElement).tabIndex >= 0),
        )
        .at(-1)?.dataset['panel'] ?? '',
  )
/** What each press of Tab came to, up to the panel. */
const stopsTo = async (panel: string): Promise<string[]> => {
  const stops: string[] = []
  while (stops.length < 120) {
    await page.keyboard.press('Tab')
    const [now, what] = await focused()
    stops.push(what)
    if (now === panel) break
  }
  return stops
}
/** Buttons and links that neither Tab nor the arrow keys of a row or list lead to. */
const stranded = (): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.frame button:not(:disabled), .frame a[href]')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex < 0)
      .filter((one) => {
        const row = one.closest(`[data-roves], [role='tablist']`)
        return row?.querySelector('[tabindex="0"]') == null && row?.getAttribute('tabindex') !== '0'
      })
      .map((one) => `${one.className} ${one.innerText.slice(0, 16)}`),
  )
/** By the arrow key, from its Tab stop on, how much of a row or list gets the focus, and how much there is. */
const walked = async (row: number): Promise<readonly [label: string, reached: number, all: number]> => {
  const [label, all] = await page.evaluate((at) => {
    const group = document.querySelectorAll<HTMLElement>('.frame [data-roves]')[at]!
    group.querySelector<HTMLElement>('[tabindex="0"]')!.focus()
    const items = [...group.querySelectorAll('button:not(:disabled)')]
    return [group.getAttribute('aria-label') ?? group.className, items.length] as const
  }, row)
  const reached = new Set<number>()
  for (let i = 0; i < all; i++) {
    reached.add(
      await page.evaluate((at) => {
        const group = document.querySelectorAll<HTMLElement>('.frame [data-roves]')[at]!
        return [...group.querySelectorAll('button:not(:disabled)')].indexOf(document.activeElement!)
      }, row),
    )
    await page.keyboard.press('ArrowRight')
  }
  reached.delete(-1)
  return [label, reached.size, all]
}

describe('by the keyboard alone', () => {
  beforeAll(async () => {
    screen = await wall.open({ account: 'manager', path: '/view/450000', picture: false })
    page = screen.page
    await page.setViewportSize({ width: 1920, height: 1080 })
  })
  afterAll(() => screen?.close())

  for (const scene of SCENES)
    it(`the last panel of ${scene} is no more than ${MOST_STOPS} presses of Tab away, and nothing is out of reach`, async () => {
      await goTo(scene)
      const stops = await stopsTo(await lastPanel())
      expect(stops.length, stops.join('\n')).toBeLessThanOrEqual(MOST_STOPS)
      expect(await stranded()).toEqual([])
    })

  it('arrows lead to each of a row and of a list', async () => {
    await goTo('energy')
    const rows = await page.locator('.frame [data-roves]').count()
    expect(rows).toBeGreaterThan(3)
    for (let row = 0; row < rows; row++) {
      const [label, reached, all] = await walked(row)
      expect([label, reached]).toEqual([label, all])
    }
  })

  it('a skip link is seen once it has the focus, and the next Tab is in its part', async () => {
    await goTo('overview')
    const parts = {
      scene: '.centre',
      left: '[data-side=left]',
      right: '[data-side=right]',
      verdicts: '.verdicts',
      strip: '.ticker',
    }
    for (const [part, selector] of Object.entries(parts)) {
      await page.locator(`[data-skip=${part}]`).focus()
      const box = await page.locator(`[data-skip=${part}]`).boundingBox()
      expect([part, (box?.x ?? -1) >= 0, (box?.width ?? 0) > 50]).toEqual([part, true, true])
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect([
        part,
        await page.evaluate((of) => document.activeElement?.closest(of) !== null, selector),
      ]).toEqual([part, true])
    }
  })
})
