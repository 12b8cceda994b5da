/** A rectangle, in cells or in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

const worstRatio = (row: readonly number[], sum: number, side: number): number => {
  const thick = sum / side
  return row.reduce((worst, area) => Math.max(worst, thick / (area / thick), area / thick / thick), 0)
}

/** Puts a row of areas along the shorter side of what is free, and answers what stays free. */
const place = (row: readonly number[], free: Box, boxes: Box[]): Box => {
  const sum = row.reduce((total, area) => total + area, 0)
  const isTall = free.h <= free.w
  const thick = sum / (isTall ? free.h : free.w)
  let at = isTall ? free.y : free.x
  for (const area of row) {
    const long = area / thick
    boxes.push(isTall ? { x: free.x, y: at, w: thick, h: long } : { x: at, y: free.y, w: long, h: thick })
    at += long
  }
  return isTall
    ? { ...free, x: free.x + thick, w: free.w - thick }
    : { ...free, y: free.y + thick, h: free.h - thick }
}

/** Squarified treemap: a box for each weight, in the order of the weights, together filling `whole`. Weights are above 0 and ascend nowhere. */
export const squarified = (weights: readonly number[], whole: Box): Box[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const areas = weights.map((weight) => (weight / sum) * whole.w * whole.h)
  const boxes: Box[] = []
  let free = whole
  let row: number[] = []
  let rowSum = 0
  for (const area of areas) {
    const side = Math.min(free.w, free.h)
    const grown = [...row, area]
    if (row.length > 0 && worstRatio(grown, rowSum + area, side) > worstRatio(row, rowSum, side)) {
      free = place(row, free, boxes)
      row = [area]
      rowSum = area
    } else {
      row = grown
      rowSum += area
    }
  }
  if (row.length > 0) place(row, free, boxes)
  return boxes
}

/** Blocks of whole cells on shelves. */
export interface Shelves {
  /** Of each group in the order given: left, top, width in cells. Its height follows from its rooms. */
  readonly x: Uint16Array
  readonly y: Uint16Array
  readonly w: Uint16Array
  /** Cells from the top to below the last shelf. */
  readonly height: number
}

/** Cells that stay free between two blocks and two shelves. */
export const GAP = 1

/**
 * Groups of rooms as blocks on shelves `width` cells wide, the largest first: blocks of a shelf are as high as its first
 * is wide, so that all stand in line. `order` lists the groups by how many rooms they have, most first.
 */
export const shelved = (counts: ArrayLike<number>, order: ArrayLike<number>, width: number): Shelves => {
  const size = counts.length
  const [x, y, w] = [new Uint16Array(size), new Uint16Array(size), new Uint16Array(size)]
  let [left, top, high] = [0, 0, 0]
  for (let i = 0; i < order.length; i++) {
    const group = order[i] as number
    const rooms = counts[group] as number
    if (rooms === 0) continue
    let wide = high === 0 ? 0 : Math.ceil(rooms / high)
    if (high === 0 || left + wide > width) {
      if (high > 0) top += high + GAP
      left = 0
      high = Math.max(Math.round(Math.sqrt(rooms)), Math.ceil(rooms / width), 1)
      wide = Math.ceil(rooms / high)
    }
    x[group] = left
    y[group] = top
    w[group] = wide
    left += wide + GAP
  }
  return { x, y, w, height: top + high }
}
