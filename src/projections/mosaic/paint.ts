import { toSquareMetres, type EpochMs } from '#shared/kernel/units.ts'
import { CODES, codeOfValue, roomCodeOf, type ToldRoom } from '../../layers/interior/roomClasses.ts'
import type { SceneInput } from '../input.ts'
import { eachMeasured, idleDaysOf, shareOf, type MosaicRooms } from './rooms.ts'

export type Painting = Pick<SceneInput, 'index' | 'basis' | 'coal' | 'over'>

/** How many rooms are of each class, by its code. */
export type Counts = Uint32Array

type Changing<T> = { -readonly [K in keyof T]: T[K] }
const UNKNOWN = 0xff
const FIGURES = 2 ** 16

/** What the rule says of a room of a kind with a figure, asked once for each that there is. */
const makeByFigure = (input: Painting, now: EpochMs) => {
  const known = new Map<string, Uint8Array>()
  return (room: Changing<ToldRoom>): { readonly codes: Uint8Array; ask(figure: number): number } => {
    const key = `${room.category} ${room.state}`
    const codes = known.get(key) ?? new Uint8Array(FIGURES).fill(UNKNOWN)
    known.set(key, codes)
    const isIdle = room.state === 'idle'
    return {
      codes,
      ask: (figure) => {
        room.idleDays = isIdle ? idleDaysOf(figure, now) : null
        room.limitUse = isIdle ? null : shareOf(figure)
        return (codes[figure] = roomCodeOf(room, null, input))
      },
    }
  }
}

const bare = ({ category, state }: Pick<ToldRoom, 'category' | 'state'>): Changing<ToldRoom> => ({
  category,
  state,
  idleDays: null,
  limitUse: null,
  usableArea: 0,
  limit: null,
})

/** By share of the limit or by days: what decides it is one number, so that the rule is asked once a number. */
const paintByFigure = (
  part: MosaicRooms,
  byFigure: ReturnType<typeof makeByFigure>,
  codes: Uint8Array,
): void => {
  const kinds = part.head.kinds.map((kind) => byFigure(bare(kind)))
  const known = kinds.map((one) => one.codes)
  const { kind, figure, rooms } = part
  for (let i = 0; i < rooms; i++) {
    const [at, value] = [kind[i] as number, figure[i] as number]
    const code = (known[at] as Uint8Array)[value] as number
    codes[i] = code === UNKNOWN ? (kinds[at] as (typeof kinds)[number]).ask(value) : code
  }
}

/** dm² at which another class begins, and the classes between them. */
interface Steps {
  readonly from: readonly number[]
  readonly codes: readonly number[]
}
const LARGEST = 0xffff

/** The steps of a class that goes one way with the area, by halves: a rule of few classes is asked few times. */
const stepsOf = (codeOf: (dm2: number) => number): Steps => {
  const [from, codes] = [[0], [codeOf(0)]]
  const between = (low: number, atLow: number, high: number, atHigh: number): void => {
    if (atLow === atHigh) return
    if (high - low === 1) {
      from.push(high)
      codes.push(atHigh)
      return
    }
    const middle = (low + high) >> 1
    const atMiddle = codeOf(middle)
    between(low, atLow, middle, atMiddle)
    between(middle, atMiddle, high, atHigh)
  }
  between(0, codes[0] as number, LARGEST, codeOf(LARGEST))
  return { from, codes }
}
/** Classes by area, up to an area that few rooms go beyond. */
const USUAL = 2 ** 14
interface ByArea {
  readonly steps: Steps
  readonly usual: Uint8Array
}
const byArea = (steps: Steps): ByArea => {
  const usual = new Uint8Array(USUAL)
  steps.from.forEach((from, i) => usual.fill(steps.codes[i] as number, from))
  return { steps, usual }
}
const beyond = ({ from, codes }: Steps, dm2: number): number => {
  let at = from.length - 1
  while ((from[at] as number) > dm2) at--
  return codes[at] as number
}

/** By a value of the room's own, which goes one way with its area under a limit; one without a limit is as all of its kind. */
const makeByRoom = (input: Painting) => {
  const known = new Map<string, ByArea>()
  const areasFor = (part: MosaicRooms, kind: number, limit: number): ByArea => {
    const room = bare(part.head.kinds[kind] as MosaicRooms['head']['kinds'][number])
    room.limit = toSquareMetres(part.head.limits[limit - 1] as number)
    const key = `${room.category} ${room.state} ${room.limit}`
    const found =
      known.get(key) ??
      byArea(
        stepsOf((dm2) => {
          room.usableArea = toSquareMetres(dm2)
          return roomCodeOf(room, null, input)
        }),
      )
    known.set(key, found)
    return found
  }
  return (part: MosaicRooms, codes: Uint8Array): void => {
    const plain = part.head.kinds.map((kind) => roomCodeOf(bare(kind), null, input))
    const limits = part.head.limits.length + 1
    const areas: ByArea[] = []
    const { kind: kinds, limit: allowed, area, rooms } = part
    for (let i = 0; i < rooms; i++) {
      const [kind, limit, dm2] = [kinds[i] as number, allowed[i] as number, area[i] as number]
      if (limit === 0) codes[i] = plain[kind] as number
      else {
        const at = (areas[kind * limits + limit] ??= areasFor(part, kind, limit))
        codes[i] = dm2 < USUAL ? (at.usual[dm2] as number) : beyond(at.steps, dm2)
      }
    }
  }
}

interface Judged {
  readonly by: Painting
  readonly codes: Uint8Array
}
/** What was found of floors and buildings, by the part and the index: it stands while the index, its lines and the coefficients do. */
const judged = new WeakMap<MosaicRooms, Map<string, Judged>>()
const isSame = (a: Painting, b: Painting): boolean =>
  a.index === b.index && a.basis === b.basis && a.coal === b.coal

/** The class of each floor, or of each building; found once. */
const placeCodes = (part: MosaicRooms, of: 'floor' | 'building', input: Painting): Uint8Array => {
  const held = judged.get(part) ?? new Map<string, Judged>()
  judged.set(part, held)
  const known = held.get(input.index.id)
  if (known && isSame(known.by, input)) return known.codes
  const { index, basis, coal } = input
  const codes = new Uint8Array(of === 'floor' ? part.floorEnds.length : part.buildingEnds.length)
  eachMeasured(part, of, (measures, i) => {
    codes[i] = codeOfValue(index, index.value(measures, basis, coal))
  })
  held.set(index.id, { by: input, codes })
  return codes
}

/** By the value of the floor, or of the building. */
const paintByPlace = (
  part: MosaicRooms,
  of: 'floor' | 'building',
  input: Painting,
  codes: Uint8Array,
): void => {
  const ends = of === 'floor' ? part.floorEnds : part.buildingEnds
  const found = placeCodes(part, of, input)
  let from = 0
  for (let place = 0; place < ends.length; place++) {
    const to = ends[place] as number
    codes.fill(found[place] as number, from, to)
    from = to
  }
}

/** Where each room of a part stands in the picture: in its own order, or after the others of its unit. */
interface Order {
  /** Of each group the place of its first room; null where the picture has the part's own order. */
  readonly starts: Uint32Array | null
  /** The place of the part's first room. */
  readonly from: number
}

const byUnit = (part: MosaicRooms, starts: Uint32Array, own: Uint8Array, codes: Uint8Array): void => {
  const next = starts.slice()
  const { unit, rooms } = part
  for (let i = 0; i < rooms; i++) {
    const group = unit[i] as number
    const place = next[group] as number
    next[group] = place + 1
    codes[place] = own[i] as number
  }
}

/** Writes every room's class into `codes`, a byte a room at its place in the picture, and answers how many there are of each. */
export const paint = (
  parts: readonly { readonly part: MosaicRooms; readonly order: Order }[],
  input: Painting,
  now: EpochMs,
  codes: Uint8Array,
): Counts => {
  const counts = new Uint32Array(CODES)
  const byFigure = makeByFigure(input, now)
  const byRoom = makeByRoom(input)
  const by = input.index.rooms
  const grouped = parts.flatMap(({ part, order }) => (order.starts ? [part.rooms] : []))
  const scratch = new Uint8Array(Math.max(0, ...grouped))
  for (const { part, order } of parts) {
    const own = (order.starts ? scratch : codes.subarray(order.from)).subarray(0, part.rooms)
    if (by === 'over-limit' || by === 'days-idle') paintByFigure(part, byFigure, own)
    else if (typeof by === 'function') byRoom(part, own)
    else paintByPlace(part, by ?? 'building', input, own)
    for (let i = 0; i < own.length; i++) counts[own[i] as number] = (counts[own[i] as number] as number) + 1
    if (order.starts) byUnit(part, order.starts, own, codes)
  }
  return counts
}

/** Does ahead for an index what its first painting would have to: the next one is as quick as any. */
export const paintAhead = (parts: readonly MosaicRooms[], input: Painting, now: EpochMs): void => {
  const { rooms } = input.index
  if (rooms === 'floor' || rooms === undefined)
    for (const part of parts) placeCodes(part, rooms ?? 'building', input)
  const [part] = parts
  if (part) paint([{ part, order: { starts: null, from: 0 } }], input, now, new Uint8Array(part.rooms))
}
