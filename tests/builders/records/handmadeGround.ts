import type { StreetGraph } from '../../../data/province/Province.ts'

export const COUNTIES = ['450102', '450103', '450105']
const SIDE = 6
const STEP = 0.004
export const range = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
export const square = (x: number, y: number, size: number): [number, number][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]

export const centerOf = (code: string): [number, number] => [108.2 + COUNTIES.indexOf(code) * 0.1, 22.8]

/** A grid of streets, 0.004° apart. */
export const streetsOf = (code: string): StreetGraph => {
  const [lon, lat] = centerOf(code)
  const at = (x: number, y: number): number => y * SIDE + x
  const cells = range(SIDE * SIDE, (index) => ({ x: index % SIDE, y: Math.floor(index / SIDE) }))
  const across = cells
    .filter(({ x }) => x + 1 < SIDE)
    .map(({ x, y }) => ({ a: at(x, y), b: at(x + 1, y), metres: 410, limitKmh: 50 }))
  const along = cells
    .filter(({ y }) => y + 1 < SIDE)
    .map(({ x, y }) => ({ a: at(x, y), b: at(x, y + 1), metres: 445, limitKmh: y === 2 ? 70 : 40 }))
  return {
    nodes: cells.map(({ x, y }) => [lon + x * STEP, lat + y * STEP] as const),
    edges: [...across, ...along],
  }
}

const STOPS = [
  [1, 4],
  [4, 1],
  [5, 5],
  [3, 2],
] as const
export const stopsOf = (code: string): { lonLat: readonly [number, number]; name: string }[] =>
  STOPS.map(([x, y], index) => ({
    lonLat: [centerOf(code)[0] + x * STEP, centerOf(code)[1] + y * STEP] as const,
    name: `去处${index}`,
  }))
