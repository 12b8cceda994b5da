import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually, startTestWall, type Size, type TestWall } from '../builders/wall.ts'

const SIZES: readonly Size[] = [[1366, 768], [1920, 1080], [3840, 1080], [6656, 1792]]
let wall: TestWall
beforeAll(async () => {
  wall = await startTestWall()
})
afterAll(() => wall?.stop())

interface Layout {
  readonly smallestPx: number
  readonly sideways: string[]
  readonly outside: string[]
  readonly clipped: string[]
}

/** Reads the page as it is laid out: sizes of text, boxes beyond the window, text cut by its own box without an ellipsis. */
const layoutOf = (page: Page): Promise<Layout> =>
  page.evaluate(() => {
    const [width, height] = [innerWidth, innerHeight]
    const told = (element: Element): string => `${element.tagName}.${element.className} ${(element as HTMLElement).innerText?.slice(0, 24)}`
    const seen = [...document.querySelectorAll<HTMLElement>('#app *')].filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.closest('.stage, svg, .visually-hidden') === null)
    const texts = seen.filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== ''))
    const scrolls = (element: Element): boolean => element.closest('.scroll') !== null
    const cut = (element: HTMLElement): boolean => {
      const style = getComputedStyle(element)
      if (style.textOverflow === 'ellipsis' || style.overflowX === 'visible' || scrolls(element)) return false
      return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1
    }
    return {
      smallestPx: Math.min(...texts.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))),
      sideways: document.documentElement.scrollWidth > width ? ['the page'] : seen.filter((element) => element.matches('.scroll, .body') && element.scrollWidth > element.clientWidth + 1).map(told),
      outside: seen.filter((element) => element.matches('.panel, header.top, .strip, .legend-card, .tools > *, .middle > *')).filter((element) => {
        const box = element.getBoundingClientRect()
        return box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1
      }).map(told),
      clipped: texts.filter(cut).map(told),
    }
  })

describe('nothing is stretched, clipped or beyond the edge', () => {
  for (const size of SIZES)
    it(`at ${size.join('×')}`, async () => {
      const { page, close } = await wall.open({ account: 'manager', path: '/view/450000', size })
      await eventually(() => page.locator('.panel[data-state="ready"]').count(), (count) => count >= 5)
      const layout = await layoutOf(page)
      expect(layout).toMatchObject({ sideways: [], outside: [], clipped: [] })
      expect(layout.smallestPx).toBeGreaterThanOrEqual(Math.max(10, (size[1] / 100) * 1.2))
      await close()
    })
})
