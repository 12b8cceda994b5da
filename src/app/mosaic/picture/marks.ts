import { sortedCopy } from '#shared/kernel/language/lists.ts'
import { blockOf, cellOf, type CityBox, type Layout } from '../../../engines/mosaic/layout.ts'
import { onScreen } from '../../../engines/mosaic/camera.ts'
import type { MosaicCamera } from '../../../engines/mosaic/MosaicCanvas.ts'
import type { Box } from '../../../engines/mosaic/treemap.ts'
import { textWidth } from '../../../widgets/plan/textWidth.ts'

/** A name in the picture, CSS pixels of the screen. */
export interface Mark {
  readonly key: string
  readonly kind: 'city' | 'group' | 'room'
  readonly x: number
  readonly y: number
  /** What it may take. */
  readonly width: number
  readonly text: string
  /** Said after it where there is room. */
  readonly more: string
}

interface Names {
  city(id: string): { readonly name: string; readonly more: string }
  group(city: CityBox, group: number): { readonly name: string; readonly more: string }
  /** Null where it is not known yet. */
  room(city: CityBox, group: number, nth: number): string | null
}

/** Names of groups and of rooms that are shown at most: the largest stand first. */
const MOST = { groups: 90, rooms: 400 } as const
const PAD = 0.5
/** Text heights that a block needs for its name, and cells for theirs. */
const HIGH = 2.6
const LINE = 1.5

const isSeen = ({ x, y, w, h }: Box, { width, height }: Layout): boolean =>
  x < width && y < height && x + w > 0 && y + h > 0

const fitted = (
  { name, more }: { readonly name: string; readonly more: string },
  room: number,
  em: number,
): Pick<Mark, 'text' | 'more'> | null => {
  if (textWidth(name, em) > room) return null
  const both = textWidth(name, em) + textWidth(more, em) + em * 0.6
  return { text: name, more: both <= room ? more : '' }
}

/** A city's name stays at the top of what is seen of it. */
const cityMark = (city: CityBox, layout: Layout, camera: MosaicCamera, em: number, names: Names): Mark[] => {
  const box = onScreen(city, camera)
  if (!isSeen(box, layout)) return []
  const left = Math.max(box.x, 0)
  const right = Math.min(box.x + box.w, layout.width)
  const width = right - left - em * PAD
  const top = Math.min(Math.max(box.y, 0), box.y + box.h - em * LINE)
  const said = fitted(names.city(city.id), width, em)
  return said ? [{ key: city.id, kind: 'city', x: left, y: top, width, ...said }] : []
}

const groupMarks = (
  city: CityBox,
  layout: Layout,
  camera: MosaicCamera,
  em: number,
): { group: number; box: Box }[] => {
  const least = em * HIGH
  const found: { group: number; box: Box }[] = []
  const each = layout.cell * camera.scale
  for (let group = 0; group < city.counts.length; group++) {
    if ((city.shelves.w[group] as number) * each < least || city.counts[group] === 0) continue
    const box = onScreen(blockOf(layout, city, group), camera)
    if (box.h >= least && isSeen(box, layout)) found.push({ group, box })
  }
  return found
}

const roomMarks = (
  city: CityBox,
  groups: readonly { group: number; box: Box }[],
  layout: Layout,
  camera: MosaicCamera,
  em: number,
  names: Names,
): Mark[] => {
  const each = layout.cell * camera.scale
  if (each < em * HIGH) return []
  const marks: Mark[] = []
  for (const { group } of groups)
    for (let nth = 0; nth < (city.counts[group] as number) && marks.length < MOST.rooms; nth++) {
      const box = onScreen(cellOf(layout, city, group, nth), camera)
      if (!isSeen(box, layout)) continue
      const number = names.room(city, group, nth)
      if (number === null || textWidth(number, em) > each - em * 0.2) continue
      const y = box.y + box.h - em * 1.4
      marks.push({
        key: `${city.id}.${group}.${nth}`,
        kind: 'room',
        x: box.x,
        y,
        width: each,
        text: number,
        more: '',
      })
    }
  return marks
}

/** What is named: cities always, groups above their block where the shelf leaves room or over its first rooms, rooms from near. No two of them touch. */
export const marksOf = (layout: Layout, camera: MosaicCamera, em: number, names: Names): Mark[] => {
  const cities: Mark[] = []
  const named: (Mark & { readonly size: number })[] = []
  const rooms: Mark[] = []
  for (const city of layout.cities) {
    const head = cityMark(city, layout, camera, em, names)
    cities.push(...head)
    const box = onScreen(city, camera)
    if (!isSeen(box, layout)) continue
    const below = head[0] ? head[0].y + em * LINE : -1
    const groups = groupMarks(city, layout, camera, em)
    for (const { group, box: block } of groups) {
      const left = Math.max(block.x, 0)
      const width = Math.min(block.x + block.w, layout.width) - left
      const above = layout.cell * camera.scale >= em * LINE ? block.y - em * LINE : block.y
      const y = Math.max(above, below, 0)
      if (y + em * LINE > Math.min(block.y + block.h, layout.height)) continue
      const said = fitted(names.group(city, group), width - em * PAD, em)
      if (said)
        named.push({
          key: `${city.id}.${group}`,
          kind: 'group',
          x: left,
          y,
          width,
          ...said,
          size: block.w * block.h,
        })
    }
    rooms.push(...roomMarks(city, groups, layout, camera, em, names))
  }
  const groups = sortedCopy(named, (a, b) => b.size - a.size).slice(0, MOST.groups)
  return [...rooms, ...groups, ...cities]
}
