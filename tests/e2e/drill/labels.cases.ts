/** Names on the map by what the label layer says that it has drawn: whole, apart, beneath nothing, large enough. */
import { describe, expect, it } from 'vitest'
import { wallFrame } from '../../../src/theme/wall.ts'
import { drawnLabels, overlapOf, panelsOver } from '../../builders/screen/drawnLabels.ts'
import { eventually, settled, type Size } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

/** A desk, and a wall of 32:9 at half its size: software draws it in time. */
const SIZES: readonly Size[] = [
  [1920, 1080],
  [3328, 896],
]
/** Boxes are rounded to device pixels. */
const ROUNDING_PX = 1.5

describe('names on the map', () => {
  it.each(SIZES)(
    'at %d × %d touch no other, lie beneath no panel and are none smaller than text',
    async (...size) => {
      const { page, close } = await wall.open({ account: 'manager', picture: true, size })
      await settled(page)
      const names = await eventually(
        () => drawnLabels(page),
        (drawn) => drawn.filter(({ kind }) => kind === 'name').length >= 14,
      )
      const pairs = names.flatMap((a, i) => names.slice(0, i).map((b) => [a, b] as const))
      const touching = pairs.filter(([a, b]) => overlapOf(a.box, b.box) > ROUNDING_PX)
      expect(touching.map(([a, b]) => `${a.text} / ${b.text}`)).toEqual([])
      expect((await panelsOver(page)).length).toBeGreaterThan(6)
      expect(
        await eventually(
          async () => {
            const [drawn, over] = [await drawnLabels(page), await panelsOver(page)]
            return drawn
              .filter(({ box }) => over.some((panel) => overlapOf(box, panel) > ROUNDING_PX))
              .map(({ text }) => text)
          },
          (beneath) => beneath.length === 0,
        ),
      ).toEqual([])
      expect(Math.min(...names.map(({ sizePx }) => sizePx))).toBeGreaterThanOrEqual(
        Math.floor(wallFrame(...size).textPx),
      )
      await close()
    },
  )
})
