import type { Degrees, LocalXY, Metres } from '#shared/kernel/units.ts'
import type { Box } from '../shapes/rings.ts'

/** Floors side by side, from the lowest at the lower left. */
export interface Sheet {
  readonly columns: number
  /** From where it is seen, in the building's frame; the pitch is the engine's: 0 looks straight down. */
  readonly bearingDeg: Degrees
  readonly pitchDeg: Degrees
  /** What a floor's name takes behind its plate. */
  readonly headM: Metres
  /** Where each floor stands from its place in the building, lowest first. */
  readonly places: readonly LocalXY[]
}

/** Nearly from above: plates read as solids and are of one size. */
const PITCH_DEG = 22
/** Between plates, shares of a plate: at least, and at most where the field has more to give. */
const BETWEEN = { least: 0.07, most: 0.3 } as const
/** A plan is turned where it comes out so much larger. */
const TURNED_FROM = 1.15

interface Field {
  readonly widthPx: number
  readonly heightPx: number
  /** What a floor's name takes over its plate. */
  readonly headPx: number
}
interface Grid {
  readonly columns: number
  readonly rows: number
  readonly pxPerM: number
}

const SEEN_DEEP = Math.cos((PITCH_DEG * Math.PI) / 180)

/** The columns of the largest scale: as many as make min(W / (c · w), H / (⌈n / c⌉ · d)) the largest, with names and gaps. */
const gridOf = (floors: number, [wide, deep]: LocalXY, { widthPx, heightPx, headPx }: Field): Grid => {
  let best: Grid = { columns: 1, rows: floors, pxPerM: 0 }
  for (let columns = 1; columns <= floors; columns++) {
    const rows = Math.ceil(floors / columns)
    const across = widthPx / (columns * wide * (1 + BETWEEN.least))
    const down = (heightPx / rows - headPx) / (deep * SEEN_DEEP * (1 + BETWEEN.least))
    const pxPerM = Math.min(across, down)
    if (pxPerM > best.pxPerM) best = { columns, rows, pxPerM }
  }
  return best.pxPerM > 0
    ? best
    : { columns: Math.ceil(Math.sqrt(floors)), rows: Math.ceil(Math.sqrt(floors)), pxPerM: 1 }
}

/** What lies between two plates where so many share so much, metres. */
const between = (has: number, count: number, size: number): number =>
  Math.min(size * BETWEEN.most, Math.max(size * BETWEEN.least, has / count - size))

/** The sheet that fills a field of this many pixels. */
export const sheetOf = (
  box: Box,
  floors: number,
  [widthPx, heightPx]: readonly [number, number],
  headPx: number,
): Sheet => {
  const [x, y] = [Math.max(1, box.maxX - box.minX), Math.max(1, box.maxY - box.minY)]
  const field = { widthPx, heightPx, headPx }
  const [level, turned] = [gridOf(floors, [x, y], field), gridOf(floors, [y, x], field)]
  const isTurned = turned.pxPerM > level.pxPerM * TURNED_FROM
  const { columns, rows, pxPerM } = isTurned ? turned : level
  const [wide, deep] = isTurned ? [y, x] : [x, y]
  const headM = headPx / pxPerM / SEEN_DEEP
  const stepX = wide + between(widthPx / pxPerM, columns, wide)
  const stepY = deep + headM + between(heightPx / pxPerM / SEEN_DEEP, rows, deep + headM)
  const places = Array.from({ length: floors }, (_, rank): LocalXY => {
    const right = ((rank % columns) - (columns - 1) / 2) * stepX
    const ahead = (Math.floor(rank / columns) - (rows - 1) / 2) * stepY
    return isTurned ? [ahead, -right] : [right, ahead]
  })
  return { columns, bearingDeg: isTurned ? 90 : 0, pitchDeg: PITCH_DEG, headM, places }
}
