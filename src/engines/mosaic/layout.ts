import { sortedCopy } from '#shared/kernel/language/lists.ts'
import { GAP, shelved, squarified, type Box, type Shelves } from './treemap.ts'

/** One city of the picture: its groups with how many rooms each has. */
export interface CityInput {
  readonly id: string
  readonly counts: Uint32Array
  /** The picture's place of its first room; groups follow one another. */
  readonly from: number
}

export interface CityBox extends Box {
  readonly id: string
  readonly from: number
  readonly counts: Uint32Array
  /** The picture's place of each group's first room. */
  readonly starts: Uint32Array
  readonly shelves: Shelves
  /** Pixels below the top edge at which the rooms begin: above stands the city's name. */
  readonly head: number
  readonly rooms: number
}

/** The whole picture as it stands before anybody came nearer, CSS pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  /** What stays free right of a city and below it. */
  readonly between: number
  /** Side of a room's cell. */
  readonly cell: number
  readonly cities: readonly CityBox[]
}

export interface LayoutSize {
  readonly width: number
  readonly height: number
  /** Height of a city's name. */
  readonly head: number
  /** Between two cities. */
  readonly between: number
}

const LARGEST_CELL = 64
const SMALLEST_CELL = 0.2
const HALVINGS = 14
/** So many times the cities' areas are shared out anew by how large a cell each could have. */
const ROUNDS = 4

interface Prepared extends CityInput {
  readonly starts: Uint32Array
  /** Groups by how many rooms they have, most first. */
  readonly order: Uint32Array
  readonly rooms: number
}

const prepared = ({ id, counts, from }: CityInput): Prepared => {
  let at = from
  const starts = Uint32Array.from(counts, (count) => (at += count) - count)
  const order = Uint32Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b)
  return { id, counts, from, starts, order, rooms: at - from }
}

const roomFor = (box: Box, { head, between }: LayoutSize) => ({
  w: Math.max(box.w - between, 1),
  h: Math.max(box.h - between - head, 1),
})
/** Left of the shelves and above them a cell stays free. */
const cellsAcross = (w: number, cell: number): number => Math.max(Math.floor(w / cell) - GAP, 1)
const fits = (city: Prepared, box: Box, size: LayoutSize, cell: number): boolean => {
  const { w, h } = roomFor(box, size)
  const { height } = shelved(city.counts, city.order, cellsAcross(w, cell))
  return (height + GAP) * cell <= h
}

/** The largest cell with which the city's blocks stand in its box. */
const cellFor = (city: Prepared, box: Box, size: LayoutSize): number => {
  let [low, high] = [SMALLEST_CELL, LARGEST_CELL]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = Math.sqrt(low * high)
    if (fits(city, box, size, middle)) low = middle
    else high = middle
  }
  return low
}

/**
 * Cities as a squarified treemap, the largest first, in each its groups on shelves; one cell size for all, so that areas
 * can be compared. Every room has one cell, and the rooms of a group lie together.
 */
export const layoutOf = (inputs: readonly CityInput[], size: LayoutSize): Layout => {
  const whole = { x: 0, y: 0, w: size.width, h: size.height }
  const cities = sortedCopy(
    inputs.map(prepared).filter(({ rooms }) => rooms > 0),
    (a, b) => b.rooms - a.rooms || (a.id < b.id ? -1 : 1),
  )
  let weights = cities.map(({ rooms }) => rooms)
  let best: { readonly cell: number; readonly boxes: readonly Box[] } | null = null
  for (let round = 0; round < ROUNDS && cities.length > 0; round++) {
    const boxes = squarified(weights, whole)
    const cells = cities.map((city, i) => cellFor(city, boxes[i] as Box, size))
    const cell = Math.min(...cells)
    if (!best || cell > best.cell) best = { cell, boxes }
    weights = weights.map((weight, i) => weight * (cell / (cells[i] as number)) ** 1.4)
  }
  const { cell, boxes } = best ?? { cell: 1, boxes: [] }
  return {
    width: size.width,
    height: size.height,
    between: size.between,
    cell,
    cities: cities.map(({ id, from, counts, starts, order, rooms }, i) => {
      const box = boxes[i] as Box
      const shelves = shelved(counts, order, cellsAcross(roomFor(box, size).w, cell))
      return { ...box, id, from, counts, starts, rooms, shelves, head: size.head }
    }),
  }
}

/** Where a group's block lies, CSS pixels of the picture. */
export const blockOf = ({ cell }: Layout, city: CityBox, group: number): Box => {
  const { x, y, w } = city.shelves
  const wide = w[group] as number
  const high = Math.ceil((city.counts[group] as number) / Math.max(wide, 1))
  return {
    x: city.x + ((x[group] as number) + GAP) * cell,
    y: city.y + city.head + ((y[group] as number) + GAP) * cell,
    w: wide * cell,
    h: high * cell,
  }
}

/** Where the cell of a group's `nth` room lies. */
export const cellOf = (layout: Layout, city: CityBox, group: number, nth: number): Box => {
  const block = blockOf(layout, city, group)
  const wide = city.shelves.w[group] as number
  const { cell } = layout
  return {
    x: block.x + (nth % wide) * cell,
    y: block.y + Math.floor(nth / wide) * cell,
    w: cell,
    h: cell,
  }
}

export interface Spot {
  readonly city: CityBox
  readonly group: number
  /** Of the group's rooms, in their order; −1 between the rooms of a block. */
  readonly nth: number
}

/** What lies at a point of the picture; the city alone where that is between its blocks, null between cities. */
export const spotAt = (
  layout: Layout,
  x: number,
  y: number,
): Spot | { readonly city: CityBox; readonly group: null } | null => {
  const city = layout.cities.find((one) => x >= one.x && x < one.x + one.w && y >= one.y && y < one.y + one.h)
  if (!city) return null
  const column = Math.floor((x - city.x) / layout.cell) - GAP
  const row = Math.floor((y - city.y - city.head) / layout.cell) - GAP
  const { shelves, counts } = city
  for (let group = 0; group < counts.length; group++) {
    const right = column - (shelves.x[group] as number)
    const down = row - (shelves.y[group] as number)
    const wide = shelves.w[group] as number
    if (right < 0 || down < 0 || right >= wide) continue
    const nth = down * wide + right
    if (nth < (counts[group] as number)) return { city, group, nth }
  }
  return { city, group: null }
}
