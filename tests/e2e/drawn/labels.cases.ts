/** Names on the map by what the label layer says that it has drawn: whole, apart, beneath nothing, large enough. */
import { describe, expect, it } from 'vitest'
import type { DrawnLabel, ScreenRect } from '../../../src/engines/SceneEngine.ts'
import { wallFrame } from '../../../src/theme/wall.ts'
import { drawnLabels } from '../../builders/screen/picture/drawnHost.ts'
import { eventually, type Size } from '../../builders/screen/wall.ts'
import { goTo, host, page, REGION } from '../drawn.ts'

const DESK: Size = [1920, 1080]
const WALL: Size = [6656, 1792]
/** Boxes are rounded to device pixels, of which there is one for two CSS pixels. */
const ROUNDING_PX = 2
const CITIES = 14

/** Panels, cells and bars that stand over the picture, CSS pixels of the page. */
const panelsOver = (): Promise<readonly (ScreenRect & { readonly name: string })[]> =>
  page.locator('.panel, .legend-card, .verdicts > *, .frame > .bar, .frame > .strip').evaluateAll((all) =>
    all
      .map((one) => ({ name: one.className, box: one.getBoundingClientRect() }))
      .map(({ name, box: { left, top, width, height } }) => ({ name, left, top, width, height }))
      .filter(({ width, height }) => width > 0 && height > 0),
  )

/** How far two boxes lie over one another, CSS pixels: the smaller way out. */
const overlapOf = (a: ScreenRect, b: ScreenRect): number =>
  Math.min(
    Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left),
    Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top),
  )

const touching = (names: readonly DrawnLabel[]): string[] =>
  names.flatMap((a, i) =>
    names
      .slice(0, i)
      .filter((b) => overlapOf(a.box, b.box) > ROUNDING_PX)
      .map((b) => `${a.text} / ${b.text}`),
  )

const beneath = async (): Promise<string[]> => {
  const [names, over] = [await drawnLabels(host), await panelsOver()]
  return names.flatMap(({ text, box }) =>
    over.filter((panel) => overlapOf(box, panel) > ROUNDING_PX).map(({ name }) => `${text} / ${name}`),
  )
}

describe('names on the map', () => {
  it.each([
    [DESK, 'zh'],
    [DESK, 'en'],
    [WALL, 'en'],
    [WALL, 'zh'],
  ] as const)(
    'at %s in %s touch no other, lie beneath no panel and are none smaller than text',
    async (size, lang) => {
      await goTo({ size, place: REGION, scene: 'overview', lang })
      const names = await eventually(
        () => drawnLabels(host),
        (drawn) => drawn.filter(({ kind }) => kind === 'name').length >= CITIES,
      )
      expect(touching(names)).toEqual([])
      expect((await panelsOver()).length).toBeGreaterThan(6)
      expect(await eventually(beneath, (found) => found.length === 0)).toEqual([])
      expect(Math.min(...names.map(({ sizePx }) => sizePx))).toBeGreaterThanOrEqual(
        Math.floor(wallFrame(...size).textPx),
      )
    },
  )
})
