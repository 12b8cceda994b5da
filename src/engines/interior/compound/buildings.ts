import type { BufferGeometry } from 'three'
import { insideRing, type Ring } from '../shapes/rings.ts'
import { chance, type CompoundPlan, type PlannedBuilding } from './plan.ts'
import { albedo, outset, shaded, SolidWriter, type Albedo, type At } from './SolidWriter.ts'

/** Above the walls: parapet, crown and what is lit beneath it where the pointer is, metres. */
const PARAPET_M = 0.9
export const CROWN_M = 1.7
const CROWN = { out: 0.55, in: 0.75, mark: 0.55 } as const
const GROUND_STOREY_M = 4.5
/** A slab this narrow has blank ends. */
const END_M = 17
const STYLES = 3

const STONES = ['#D9D1C0', '#C8CDD2', '#CFC8BA', '#D2C4AE', '#D6D3CB', '#C9BDA9'].map(albedo)
const COLOUR = {
  roof: albedo('#6E716F'),
  plant: albedo('#A9ADAF'),
  pale: albedo('#C9CAC8'),
  dark: albedo('#4B5156'),
  portico: albedo('#E4DDCD'),
  canopy: albedo('#D8D5CE'),
}

interface Walls {
  readonly facades: BufferGeometry
  readonly roofs: SolidWriter
  readonly crowns: BufferGeometry
}

const hashOf = (text: string): number => chance(...[...text].map((letter) => letter.charCodeAt(0)))
const roofOf = ({ heightM }: PlannedBuilding): number => Math.max(1, heightM - PARAPET_M)

/** All buildings as three meshes: walls for the façade shader, what stands on and before them, and their crowns. */
export const buildBuildings = (plan: CompoundPlan): Walls => {
  const facades = new SolidWriter({ wall: 4, block: 4, owner: 2 })
  const [roofs, crowns] = [new SolidWriter(), new SolidWriter({ owner: 2 })]
  const largest = Math.max(
    0,
    ...plan.buildings.map(({ box }) => (box.maxX - box.minX) * (box.maxY - box.minY)),
  )
  let wall = 0
  for (const building of plan.buildings) {
    const stone = STONES[Math.floor(hashOf(building.id) * STONES.length)]!
    wall = writeWalls(facades, building, stone, wall)
    writeRoof(roofs, building, stone)
    const { box } = building
    writeEntrance(roofs, building, (box.maxX - box.minX) * (box.maxY - box.minY) === largest)
    writeCrown(crowns, building)
  }
  return { facades: facades.build(), roofs, crowns: crowns.build() }
}

const writeWalls = (into: SolidWriter, building: PlannedBuilding, stone: Albedo, first: number): number => {
  const { ring, storeys, ordinal, occupancy, id } = building
  const top = roofOf(building)
  const ground = storeys > 1 ? Math.min(GROUND_STOREY_M, top * 0.6) : top
  const usual = storeys > 1 ? (top - ground) / (storeys - 1) + 0.001 : top
  const style = Math.floor(hashOf(`style ${id}`) * STYLES)
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const end = ring.length === 4 && length < END_M && storeys < 11 ? 10 : 0
    const at = (u: number, v: number) => ({
      wall: [u, v, length, first + i + 1],
      block: [top, ground, usual, style + end],
      owner: [ordinal, occupancy],
    })
    into.quad(
      [
        [a[0], a[1], 0.2],
        [b[0], b[1], 0.2],
        [b[0], b[1], top],
        [a[0], a[1], top],
      ],
      stone,
      [at(0, 0.2), at(length, 0.2), at(length, top), at(0, top)],
    )
  })
  return first + ring.length
}

const writeRoof = (into: SolidWriter, building: PlannedBuilding, stone: Albedo): void => {
  const { ring, heightM } = building
  const top = roofOf(building)
  const dark = shaded(stone, 0.82)
  const [out, inner] = [outset(ring, 0.22), outset(ring, -0.38)]
  into.walls(out, top - 0.5, heightM, stone)
  into.walls(inner, top, heightM, dark, {}, true)
  into.band(out, inner, heightM, stone)
  into.cap(ring, top + 0.02, COLOUR.roof)
  writePlant(into, building, top, stone)
}

/** Stair heads, tanks and cooling units, apart from each other and from the edge. */
const writePlant = (
  into: SolidWriter,
  { ring, box, ordinal }: PlannedBuilding,
  top: number,
  stone: Albedo,
): void => {
  const room: Ring = outset(ring, -2)
  const placed: (readonly [number, number, number, number])[] = []
  for (let i = 0; i < 70 && placed.length < 16; i++) {
    const roll = (k: number): number => chance(ordinal, i, k)
    const isHead = i < 4
    const [wide, deep] = isHead
      ? [2.6 + roll(3) * 1.6, 2.2 + roll(4) * 1.2]
      : [0.8 + roll(3) * 0.9, 0.8 + roll(4) * 0.7]
    const x = box.minX + roll(1) * (box.maxX - box.minX)
    const y = box.minY + roll(2) * (box.maxY - box.minY)
    const isOn = [-1, 1].every((u) => [-1, 1].every((v) => insideRing(room, x + u * wide, y + v * deep)))
    const isClear = placed.every(
      ([px, py, pw, pd]) => Math.abs(px - x) > pw + wide + 0.7 || Math.abs(py - y) > pd + deep + 0.7,
    )
    if (!isOn || !isClear) continue
    placed.push([x, y, wide, deep])
    const high = isHead ? 2.6 : 1 + roll(5) * 0.7
    const cover = isHead ? COLOUR.pale : i % 3 ? COLOUR.dark : COLOUR.pale
    into.box([x, y], [wide, deep], [top, top + high], isHead ? stone : COLOUR.plant, { top: cover })
  }
}

/** A canopy before the wall that faces the gate most; the largest building has a portico with steps. */
const writeEntrance = (into: SolidWriter, { ring, heightM }: PlannedBuilding, isMain: boolean): void => {
  let best = { score: -Infinity, a: ring[0]!, b: ring[1]! }
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const score = (b[0] - a[0]) * 1.6 + Math.abs(b[1] - a[1]) * 0.5 - Math.max(0, (a[1] + b[1]) / 2) * 0.2
    if (score > best.score) best = { score, a, b }
  })
  const { a, b } = best
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
  const at = (along: number, out: number): readonly [number, number] => [
    (a[0] + b[0]) / 2 + ux * along + uy * out,
    (a[1] + b[1]) / 2 + uy * along - ux * out,
  ]
  const turn = Math.atan2(uy, ux)
  if (heightM < 6 || length < 10) return
  const half = Math.min(13.4, length * 0.3)
  if (!isMain || length < 24) {
    into.box(at(0, 1.7), [Math.min(4.5, half), 1.8], [3.6, 4.1], COLOUR.canopy, { turn })
    return
  }
  into.box(at(0, 3.2), [half, 3.4], [0.2, 0.95], COLOUR.pale, { turn, top: COLOUR.portico })
  const columns = Math.max(2, Math.round(half / 1.9))
  for (let i = 0; i <= columns; i++)
    into.box(at(-half + 1.6 + ((2 * half - 3.2) * i) / columns, 5.6), [0.4, 0.4], [0.9, 5], COLOUR.portico, {
      turn,
    })
  into.box(at(0, 3.4), [half + 0.2, 3.7], [5, 6], COLOUR.portico, { turn })
  for (let step = 0; step < 4; step++)
    into.box(at(0, 6.8 + step * 0.22), [half - 1.2, 0.45], [0.2, 0.95 - step * 0.18], COLOUR.portico, {
      turn,
    })
}

/** The ring of the index on the parapet, and beneath it the band that is seen where the building is lit. */
const writeCrown = (into: SolidWriter, { ring, heightM, ordinal }: PlannedBuilding): void => {
  const [out, inner] = [outset(ring, CROWN.out), outset(ring, -CROWN.in)]
  const [low, high] = [heightM, heightM + CROWN_M]
  const none: Albedo = [0, 0, 0]
  const crown = { owner: [ordinal, 0] }
  into.walls(out, low, high, none, crown)
  into.walls(inner, low, high, none, crown, true)
  into.band(out, inner, high, none, crown)
  const mark = { owner: [ordinal, 1] }
  const [wide, narrow] = [outset(ring, CROWN.out + 0.5), outset(ring, CROWN.out)]
  into.walls(wide, low - CROWN.mark, low, none, mark)
  into.band(wide, narrow, low, none, mark)
}

/** A point over the middle of a roof, where the plate's foot stands. */
export const footOf = (building: PlannedBuilding, anchor: readonly [number, number]): At => [
  anchor[0],
  anchor[1],
  building.heightM + CROWN_M,
]
