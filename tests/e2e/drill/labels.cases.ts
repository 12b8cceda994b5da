/** Names on the map by what the label layer says that it has drawn: whole, apart, beneath nothing, large enough. */
import { describe, expect, it } from 'vitest'
import { wallFrame } from '../../../src/theme/wall.ts'
import { drawnLabels, overlapOf, panelsOver } from '../../builders/screen/drawnLabels.ts'
import { eventually, settled, type Size } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

const SIZES: readonly Size[] = [
  [1920, 1080],
  [6656, 1792],
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
      const panels = await panelsOver(page)
      expect(panels.length).toBeGreaterThan(6)
      const beneath = names.filter(({ box }) => panels.some((panel) => overlapOf(box, panel) > 0))
      expect(beneath.map(({ text }) => text)).toEqual([])
      expect(Math.min(...names.map(({ sizePx }) => sizePx))).toBeGreaterThanOrEqual(
        Math.floor(wallFrame(...size).textPx),
      )
      await close()
    },
  )
})
