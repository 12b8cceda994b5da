import { insideRing } from '../shapes/rings.ts'
import { isOnStreet, type Context } from './context.ts'
import { chance, GATE_HALF_M, type CompoundPlan, type Spot } from './plan.ts'
import { outset } from './SolidWriter.ts'

export interface Tree {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly kind: 0 | 1
}
export interface Green {
  readonly trees: readonly Tree[]
  readonly lamps: readonly Spot[]
}

const TREES_MOST = 620
const LAMPS_MOST = 70
const STEP = { tree: 6.6, edge: 8.2, lamp: 21 } as const

/** Trees in the beds and along the pavement outside, lamps beside the ways: made up, the same each time. */
export const greenOf = (plan: CompoundPlan, context: Context): Green => {
  const trees: Tree[] = []
  const keepOff = plan.buildings.map(({ ring }) => outset(ring, 3))
  const plant = (x: number, y: number, size: number, kind: 0 | 1): void => {
    const [px, py] = [x + (chance(x, y) - 0.5) * 1.2, y + (chance(y, x) - 0.5) * 1.2]
    if (trees.length >= TREES_MOST || keepOff.some((ring) => insideRing(ring, px, py))) return
    if (Math.abs(px - plan.gate[0]) < GATE_HALF_M + 4 && py < plan.box.minY + 6) return
    trees.push({ x: px, y: py, size: size * (0.82 + chance(x, y, 3) * 0.4), kind })
  }
  for (const { rect, open } of plan.lawns) {
    const [x, y, wide, deep] = rect
    const [nx, ny] = [Math.max(1, Math.round(wide / STEP.tree)), Math.max(1, Math.round(deep / STEP.tree))]
    const thin = Math.min(wide, deep) < 5
    for (let i = 0; i < nx; i++)
      for (let j = 0; j < ny; j++) {
        const at = [x + ((i + 0.5) * wide) / nx, y + ((j + 0.5) * deep) / ny] as const
        const outer =
          Math.abs(at[0] - plan.gate[0]) > Math.abs(x + wide / 2 - plan.gate[0]) + wide / 2 - STEP.tree
        if (open ? outer : thin || chance(...at, 9) > 0.22) plant(...at, open ? 0.8 : thin ? 0.95 : 0.9, 0)
      }
  }
  alongEdges(plan, 3.6, STEP.edge, (x, y) => {
    if (!isOnStreet(context, [x, y], 1)) plant(x, y, 1.05, 1)
  })
  return { trees, lamps: lampsOf(plan, context) }
}

/** Walks around outside of the boundary. */
const alongEdges = (
  plan: CompoundPlan,
  outM: number,
  step: number,
  visit: (x: number, y: number, turn: number) => void,
): void => {
  const ring = outset(plan.boundary, outM)
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const count = Math.max(1, Math.round(length / step))
    for (let k = 0; k < count; k++) {
      const t = (k + 0.5) / count
      visit(
        a[0] + (b[0] - a[0]) * t,
        a[1] + (b[1] - a[1]) * t,
        Math.atan2(b[1] - a[1], b[0] - a[0]) + Math.PI / 2,
      )
    }
  })
}

const lampsOf = (plan: CompoundPlan, context: Context): Spot[] => {
  const lamps: Spot[] = []
  const stand = (x: number, y: number, turn: number): void => {
    const isFree =
      lamps.length < LAMPS_MOST &&
      lamps.every((one) => Math.hypot(one.x - x, one.y - y) > 8) &&
      !plan.buildings.some(({ ring }) => insideRing(outset(ring, 1.5), x, y)) &&
      !isOnStreet(context, [x, y], 0.5)
    if (isFree) lamps.push({ x, y, turn })
  }
  alongEdges(plan, -5.4, STEP.lamp, stand)
  for (const { rect, open } of plan.lawns) {
    const [x, y, wide, deep] = rect
    if (Math.min(wide, deep) < 5) continue
    const inner = x + wide / 2 < plan.gate[0] ? x + wide + 0.6 : x - 0.6
    for (let along = 5; along < deep; along += open ? 12 : 18)
      stand(inner, y + along, inner > x ? 0 : Math.PI)
  }
  alongEdges(plan, 5.4, 26, (x, y, turn) => stand(x, y, turn + Math.PI))
  return lamps
}
