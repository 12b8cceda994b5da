import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'

/** The picture as it stands on the screen, asked pixel by pixel. */
export interface Shot {
  /** `#rrggbb` at CSS pixels; null outside. */
  at(x: number, y: number): string | null
  /** How many pixels of the part that panels leave free have exactly this colour. */
  count(hex: string): number
}

const hexOf = (data: Buffer, i: number): string =>
  `#${[0, 1, 2].map((k) => (data[i + k] as number).toString(16).padStart(2, '0')).join('')}`

export const shotOf = async (page: Page): Promise<Shot> => {
  /** Its swatches are no part of the picture. */
  const card = await page.locator('.legend-card').boundingBox()
  const { data, width, height } = PNG.sync.read(await page.screenshot())
  const counts = new Map<string, number>()
  for (let y = Math.round(height * 0.12); y < height * 0.74; y++) {
    for (let x = Math.round(width * 0.22); x < width * 0.78; x++) {
      if (card && x > card.x && x < card.x + card.width && y > card.y && y < card.y + card.height) continue
      const hex = hexOf(data, (y * width + x) * 4)
      counts.set(hex, (counts.get(hex) ?? 0) + 1)
    }
  }
  return {
    at: (x, y) =>
      x < 0 || y < 0 || x >= width || y >= height
        ? null
        : hexOf(data, (Math.round(y) * width + Math.round(x)) * 4),
    count: (hex) => counts.get(hex) ?? 0,
  }
}

/** The legend's swatches in their order: colour, words, and how many where it says so. */
export const swatchesOf = (page: Page): Promise<{ hex: string; label: string; count: number | null }[]> =>
  page.locator('.legend-card .legend li').evaluateAll((items) =>
    items.map((item) => {
      const [r = 0, g = 0, b = 0] = (
        getComputedStyle(item.querySelector('i') as Element).backgroundColor.match(/[\d.]+/g) ?? []
      ).map(Number)
      const count = item.querySelector('b')?.textContent ?? null
      return {
        hex: `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`,
        label: item.querySelector('span')?.textContent ?? '',
        count: count === null ? null : Number(count.replace(/\D/g, '')),
      }
    }),
  )

/** Whether a place is drawn in its colour: labels may lie on its middle, so points about it count too. */
export const isDrawn = (
  shot: Shot,
  [x, y]: readonly [number, number],
  hex: string,
  reachPx: number,
): boolean => {
  for (let dx = -reachPx; dx <= reachPx; dx += Math.max(1, reachPx / 4))
    for (let dy = -reachPx; dy <= reachPx; dy += Math.max(1, reachPx / 4))
      if (shot.at(x + dx, y + dy) === hex) return true
  return false
}
