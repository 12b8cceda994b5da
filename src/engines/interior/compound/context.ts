import type { CompoundLayer } from '#shared/scene/compoundLayer.ts'
import { insideRing, type Ring } from '../shapes/rings.ts'
import { chance, type CompoundPlan } from './plan.ts'
import { albedo, outset, shaded, type SolidWriter } from './SolidWriter.ts'

type Place = readonly [number, number]
interface StreetPart {
  readonly a: Place
  readonly b: Place
  readonly halfM: number
  readonly floor: Ring
  readonly isWide: boolean
  readonly dashes: readonly Ring[]
}
interface Street {
  readonly parts: readonly StreetPart[]
}
/** A piece of pavement beside a street, and the kerb along it. */
interface Walk {
  readonly floor: Ring
  readonly kerb: Ring
}
interface Block {
  readonly at: Place
  readonly turn: number
  readonly half: Place
  readonly highM: number
  readonly shade: number
}

/** What lies around: the ground's own streets, and grey blocks along them. */
export interface Context {
  readonly streets: readonly Street[]
  readonly blocks: readonly Block[]
  readonly walks: readonly Walk[]
}

const REACH = 3
const BLOCK = { every: 34, most: 260, clearM: 6 } as const
const GREY = albedo('#77828F')
/** A street this wide has a double line in its middle. */
const WIDE_M = 14

const strip = (a: Place, b: Place, half: number, longer = 0): Ring => {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
  const [nx, ny] = [-uy * half, ux * half]
  const [sx, sy] = [ux * longer, uy * longer]
  return [
    [a[0] - sx - nx, a[1] - sy - ny],
    [b[0] + sx - nx, b[1] + sy - ny],
    [b[0] + sx + nx, b[1] + sy + ny],
    [a[0] - sx + nx, a[1] - sy + ny],
  ]
}

const dashesOf = (a: Place, b: Place, isWide: boolean): Ring[] => {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  const at = (t: number): Place => [a[0] + ((b[0] - a[0]) * t) / length, a[1] + ((b[1] - a[1]) * t) / length]
  if (isWide) return [strip(at(0), at(length), 0.14)]
  return Array.from({ length: Math.floor(length / 10) }, (_, i) => strip(at(i * 10 + 2), at(i * 10 + 6), 0.1))
}

const offOf = (at: Place, a: Place, b: Place): number => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const t = Math.min(1, Math.max(0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(at[0] - a[0] - dx * t, at[1] - a[1] - dy * t)
}

export const isOnStreet = (context: Context, at: Place, clearM: number): boolean =>
  context.streets.some(({ parts }) => parts.some(({ a, b, halfM }) => offOf(at, a, b) < halfM + clearM))

export const contextOf = (plan: CompoundPlan, streets: CompoundLayer['streets']): Context => {
  const [cx, cy] = [(plan.box.minX + plan.box.maxX) / 2, (plan.box.minY + plan.box.maxY) / 2]
  const reach = plan.radius * REACH + 60
  const drawn = streets.map(({ points, widthM }): Street => ({
    parts: points.slice(1).flatMap((b, i): StreetPart[] => {
      const a = points[i]!
      if (offOf([cx, cy], a, b) > reach || Math.hypot(b[0] - a[0], b[1] - a[1]) < 0.5) return []
      const isWide = widthM >= WIDE_M
      const halfM = widthM / 2
      return [{ a, b, halfM, isWide, floor: strip(a, b, halfM, halfM), dashes: dashesOf(a, b, isWide) }]
    }),
  }))
  const context = { streets: drawn, blocks: [], walks: [] }
  const walks = walksOf(plan, context)
  return { streets: drawn, walks, blocks: blocksOf(plan, context, reach, [cx, cy]) }
}

const WALK = { everyM: 9, wideM: 4, kerbM: 0.3 } as const
/** Along both sides of each street; none where another street crosses it or the compound's own pavement lies. */
const walksOf = (plan: CompoundPlan, context: Context): Walk[] => {
  const own = outset(plan.boundary, 9)
  return context.streets.flatMap((street) =>
    street.parts.flatMap(({ a, b, halfM }) => {
      const length = Math.hypot(b[0] - a[0], b[1] - a[1])
      const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
      const at = (along: number, off: number): Place => [
        a[0] + ux * along - uy * off,
        a[1] + uy * along + ux * off,
      ]
      const pieces = Math.max(1, Math.round(length / WALK.everyM))
      const others = { streets: context.streets.filter((one) => one !== street), blocks: [], walks: [] }
      return Array.from({ length: pieces }, (_, i) => [i, i + 1].map((k) => (length * k) / pieces)).flatMap(
        ([from, to]) =>
          [-1, 1].flatMap((side): Walk[] => {
            const off = side * (halfM + WALK.wideM / 2)
            const ends = [at(from!, off), at(to!, off)] as const
            if (ends.some((end) => isOnStreet(others, end, WALK.wideM / 2) || insideRing(own, ...end)))
              return []
            const edge = side * (halfM + WALK.kerbM / 2)
            return [
              {
                floor: strip(...ends, WALK.wideM / 2),
                kerb: strip(at(from!, edge), at(to!, edge), WALK.kerbM / 2),
              },
            ]
          }),
      )
    }),
  )
}

/** On both sides of each street, none on another street, within the compound's own ground or between it and who looks. */
const blocksOf = (plan: CompoundPlan, context: Context, reach: number, middle: Place): Block[] => {
  const ground = outset(plan.boundary, 18)
  const blocks: Block[] = []
  for (const { a, b, halfM } of context.streets.flatMap(({ parts }) => parts)) {
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
    const turn = Math.atan2(uy, ux)
    for (let along = BLOCK.every / 2; along < length; along += BLOCK.every)
      for (const side of [-1, 1])
        for (const deep of [0, 1]) {
          const roll = (k: number): number => chance(a[0] + along, a[1], side, deep, k)
          if (roll(0) < 0.18 + deep * 0.25 || blocks.length >= BLOCK.most) continue
          const half: Place = [8 + roll(1) * 7, 6.5 + roll(2) * 6]
          const off = side * (halfM + 9 + half[1] + deep * (30 + roll(3) * 8))
          const at: Place = [a[0] + ux * along - uy * off, a[1] + uy * along + ux * off]
          const size = Math.hypot(...half)
          const front = at[1] < plan.box.minY && Math.abs(at[0] - middle[0]) < plan.radius * 1.2
          if (Math.hypot(at[0] - middle[0], at[1] - middle[1]) > reach || front) continue
          if (
            insideRing(ground, ...at) ||
            plan.boundary.some((p) => Math.hypot(p[0] - at[0], p[1] - at[1]) < size + 12)
          )
            continue
          if (isOnStreet(context, at, BLOCK.clearM + Math.min(...half))) continue
          if (
            blocks.some(
              (one) => Math.hypot(one.at[0] - at[0], one.at[1] - at[1]) < size + Math.hypot(...one.half) - 4,
            )
          )
            continue
          blocks.push({ at, turn, half, highM: 8 + roll(4) ** 2.4 * 34, shade: 0.6 + 0.35 * roll(5) })
        }
  }
  return blocks
}

/** Blocks into the mesh of solid things: plain grey, for nothing is known of them but that the town is built on. */
export const writeBlocks = (into: SolidWriter, { blocks }: Context): void => {
  for (const { at, turn, half, highM, shade } of blocks) {
    const grey = shaded(GREY, shade)
    into.box(at, half, [-0.1, highM], grey, { turn, top: shaded(grey, 0.85) })
    if (shade > 0.72) into.box(at, [half[0] * 0.35, 2.5], [highM, highM + 2.6], grey, { turn })
  }
}
