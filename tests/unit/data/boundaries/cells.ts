import type { MultiPolygon, Position } from 'geojson'
import type { Grid } from '../../../../data/boundaries/raster.ts'

/** Cells per degree of the grid. */
const CELLS = 2048
const [WEST, SOUTH] = [108 * CELLS, 22 * CELLS]
const MARGIN = 2

export type Corner = readonly [x: number, y: number]

/** The place x cells east and y cells north of 108° E 22° N. */
export const at = ([x, y]: Corner): Position => [(WEST + x) / CELLS, (SOUTH + y) / CELLS]

/** A closed ring through corners counted in cells. */
export const ring = (...corners: readonly Corner[]): Position[] => [...corners, corners[0]!].map(at)

export const boxRing = (x0: number, y0: number, x1: number, y1: number): Position[] =>
  ring([x0, y0], [x1, y0], [x1, y1], [x0, y1])

export const shape = (...polygons: Position[][][]): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: polygons,
})

export const box = (x0: number, y0: number, x1: number, y1: number): MultiPolygon =>
  shape([boxRing(x0, y0, x1, y1)])

/** A grid from its picture, north on top: a digit is a county, a dot is nobody's. */
export const gridOf = (picture: readonly string[]): Grid => {
  const [columns, rows] = [picture[0]!.length + 2 * MARGIN, picture.length + 2 * MARGIN]
  const cells = new Uint8Array(columns * rows)
  picture.toReversed().forEach((line, y) => {
    for (let x = 0; x < line.length; x++)
      cells[(y + MARGIN) * columns + x + MARGIN] = Number(line[x] === '.' ? 0 : line[x])
  })
  return { west: WEST - MARGIN, south: SOUTH - MARGIN, columns, rows, cells }
}

/** The picture of a grid without its margin. */
export const pictureOf = ({ columns, rows, cells }: Grid): string[] =>
  Array.from({ length: rows }, (_, row) =>
    [...cells.subarray(row * columns, (row + 1) * columns)]
      .slice(MARGIN, -MARGIN)
      .map((value) => (value === 0 ? '.' : String(value)))
      .join(''),
  )
    .slice(MARGIN, -MARGIN)
    .toReversed()

export const countOf = (grid: Grid, value: number): number =>
  (grid.cells as Uint8Array).reduce((count, cell) => count + Number(cell === value), 0)
