import type { BufferGeometry } from 'three'
import type { Ring } from '../shapes/rings.ts'
import type { Context } from './context.ts'
import { GROUND } from './shaders/glsl.ts'
import { chance, GATE_HALF_M, type CompoundPlan, type Rect } from './plan.ts'
import { albedo, outset, SolidWriter, type Albedo } from './SolidWriter.ts'

const COLOUR = {
  asphalt: albedo('#565D66'),
  city: albedo('#4A515B'),
  street: albedo('#555C65'),
  paving: albedo('#A79F92'),
  pavement: albedo('#8A8883'),
  kerb: albedo('#B5B2AA'),
  lawn: albedo('#566F41'),
  hedge: albedo('#35502B'),
  marking: albedo('#E6E6E0'),
  yellow: albedo('#D8A83A'),
  stone: albedo('#CFC7B6'),
  iron: albedo('#3B4148'),
  booth: albedo('#D8D5CE'),
  trim: albedo('#E4DDCD'),
  glass: albedo('#22303C'),
  barrier: albedo('#AEB6BD'),
}
const PAVEMENT_M = 7
const FAR_M = 1600
const kind = (name: keyof typeof GROUND) => ({ kind: [GROUND[name]] })

const rectRing = ([x, y, wide, deep]: Rect): Ring => [
  [x, y],
  [x + wide, y],
  [x + wide, y + deep],
  [x, y + deep],
]

/** A raised flat with a kerb around it, which catches the light and draws its edge. */
const slab = (into: SolidWriter, ring: Ring, high: number, color: Albedo, of: keyof typeof GROUND): void => {
  into.walls(ring, -0.02, high, COLOUR.kerb, kind('pavement'))
  into.cap(ring, high, COLOUR.kerb, kind('pavement'))
  into.cap(outset(ring, -0.22), high + 0.03, color, kind(of))
}

/** Everything that lies on the ground, one mesh: the city's floor, streets, the yard, beds, bays and their marks. */
export const buildGround = (plan: CompoundPlan, { streets, walks }: Context): BufferGeometry => {
  const into = new SolidWriter({ kind: 1 })
  const [cx, cy] = [(plan.box.minX + plan.box.maxX) / 2, (plan.box.minY + plan.box.maxY) / 2]
  into.cap(rectRing([cx - FAR_M, cy - FAR_M, 2 * FAR_M, 2 * FAR_M]), -0.12, COLOUR.city, kind('city'))
  streets.forEach((street, i) => {
    const rise = -0.09 + (i % 8) * 0.005
    for (const part of street.parts) {
      into.cap(part.floor, rise, COLOUR.street, kind('asphalt'))
      for (const dash of part.dashes)
        into.cap(dash, rise + 0.03, part.isWide ? COLOUR.yellow : COLOUR.marking, kind('marking'))
    }
  })
  for (const { floor, kerb } of walks) {
    into.cap(floor, 0.02, COLOUR.pavement, kind('pavement'))
    into.cap(kerb, 0.05, COLOUR.kerb, kind('pavement'))
  }
  slab(into, outset(plan.boundary, PAVEMENT_M), 0.08, COLOUR.pavement, 'pavement')
  into.cap(plan.boundary, 0.14, COLOUR.asphalt, kind('asphalt'))
  const [gx, gy] = plan.gate
  into.cap(
    rectRing([gx - GATE_HALF_M, gy - PAVEMENT_M - 1, GATE_HALF_M * 2, PAVEMENT_M + 2]),
    0.15,
    COLOUR.street,
    kind('asphalt'),
  )
  for (const { ring } of plan.buildings) slab(into, outset(ring, 2.6), 0.19, COLOUR.paving, 'stone')
  for (const { rect } of plan.lawns) slab(into, rectRing(rect), 0.3, COLOUR.lawn, 'lawn')
  for (const rect of plan.paths) slab(into, rectRing(rect), 0.2, COLOUR.paving, 'stone')
  writeHedges(into, plan)
  writeBays(into, plan)
  return into.build()
}

/** Low hedges along the front of the open lawns. */
const writeHedges = (into: SolidWriter, plan: CompoundPlan): void => {
  for (const { rect, open } of plan.lawns) {
    if (!open) continue
    const [x, y, wide, deep] = rect
    into.box([x + wide / 2, y + 0.7], [wide / 2 - 0.3, 0.5], [0.2, 0.95], COLOUR.hedge, {
      extras: kind('lawn'),
    })
    const inner = x < plan.gate[0] ? x + wide - 0.7 : x + 0.7
    into.box([inner, y + deep / 2], [0.5, deep / 2 - 0.3], [0.2, 0.95], COLOUR.hedge, {
      extras: kind('lawn'),
    })
  }
}

const writeBays = (into: SolidWriter, { bays }: CompoundPlan): void => {
  for (const { x, y } of bays)
    for (const side of [-1.35, 1.35])
      into.cap(rectRing([x + side - 0.07, y - 2.6, 0.14, 5.2]), 0.17, COLOUR.marking, kind('marking'))
}

const FENCE = { post: 6, plinth: 0.95, high: 2.15 } as const

/** The wall around it with posts and bars, and the gate with its lodge; written into the mesh of solid things. */
export const writeWalls = (into: SolidWriter, plan: CompoundPlan): void => {
  plan.boundary.forEach((a, i) => {
    const b = plan.boundary[(i + 1) % plan.boundary.length]!
    for (const [from, to] of withoutGate(a, b, plan.gate)) fence(into, from, to)
  })
  const [gx, gy] = plan.gate
  for (const side of [-1, 1]) {
    const at = [gx + side * (GATE_HALF_M + 1.6), gy + 0.4] as const
    into.box(at, [1.2, 1.3], [0.1, 5.2], COLOUR.stone)
    into.box(at, [1.5, 1.6], [5.2, 5.7], COLOUR.trim)
  }
  const lodge = [gx + GATE_HALF_M + 5.6, gy + 3.4] as const
  into.box(lodge, [2.3, 2], [0.1, 3.1], COLOUR.booth)
  into.box(lodge, [2.35, 2.05], [1.1, 2.5], COLOUR.glass)
  into.box(lodge, [2.8, 2.5], [3.1, 3.5], COLOUR.trim)
  for (let i = 0; i < 20; i++)
    into.box([gx - GATE_HALF_M + 0.4 + i * 0.42, gy], [0.05, 0.3], [0.15, 1.4], COLOUR.barrier)
  into.box([gx - GATE_HALF_M / 2, gy], [GATE_HALF_M / 2, 0.1], [1.35, 1.45], COLOUR.barrier)
}

type Place = readonly [number, number]
/** An edge of the boundary, in two where the gate lies on it. */
const withoutGate = (a: Place, b: Place, [gx, gy]: Place): (readonly [Place, Place])[] => {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
  const along = (gx - a[0]) * ux + (gy - a[1]) * uy
  const off = Math.abs((gx - a[0]) * uy - (gy - a[1]) * ux)
  if (off > 1 || along < 0 || along > length) return [[a, b]]
  const gap = GATE_HALF_M + 2
  const at = (t: number): Place => [a[0] + ux * t, a[1] + uy * t]
  return [
    [a, at(Math.max(0, along - gap))],
    [at(Math.min(length, along + gap)), b],
  ]
}

const fence = (into: SolidWriter, a: Place, b: Place): void => {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  if (length < 1) return
  const turn = Math.atan2(b[1] - a[1], b[0] - a[0])
  const at = (t: number): Place => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
  into.box(at(0.5), [length / 2, 0.2], [0.1, FENCE.plinth], COLOUR.stone, { turn })
  into.box(at(0.5), [length / 2, 0.05], [FENCE.high, FENCE.high + 0.1], COLOUR.iron, { turn })
  const posts = Math.max(1, Math.round(length / FENCE.post))
  for (let i = 0; i <= posts; i++) into.box(at(i / posts), [0.32, 0.32], [0.1, 2.5], COLOUR.stone, { turn })
  const bars = Math.min(160, posts * 9)
  const [dx, dy] = [Math.cos(turn) * 0.07, Math.sin(turn) * 0.07]
  for (let i = 0; i < bars; i++) {
    const [x, y] = at((i + chance(i) * 0.1) / bars)
    into.quad(
      [
        [x - dx, y - dy, FENCE.plinth],
        [x + dx, y + dy, FENCE.plinth],
        [x + dx, y + dy, FENCE.high],
        [x - dx, y - dy, FENCE.high],
      ],
      COLOUR.iron,
    )
  }
}
