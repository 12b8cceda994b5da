import { ROOM_STATES } from '#shared/housing/rooms.ts'
import { toSquareMetres, type EpochMs } from '#shared/kernel/units.ts'
import { CODES, roomCodeOf, type ToldRoom } from '../../layers/interior/roomClasses.ts'
import type { SceneInput } from '../input.ts'
import { idleDaysOf, shareOf, sumsOf, type MosaicRooms } from './rooms.ts'

export type Painting = Pick<SceneInput, 'index' | 'basis' | 'coal' | 'over'>

/** How many rooms are of each class, by its code. */
export type Counts = Uint32Array

type Changing<T> = { -readonly [K in keyof T]: T[K] }
const CATEGORIES = ['office', 'service', 'equipment', 'auxiliary', 'technical'] as const
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
  put: (i: number, code: number) => void,
): void => {
  const kinds = part.head.kinds.map((kind) => byFigure(bare(kind)))
  const { kind, figure, rooms } = part
  for (let i = 0; i < rooms; i++) {
    const at = kinds[kind[i] as number] as (typeof kinds)[number]
    const value = figure[i] as number
    const code = at.codes[value] as number
    put(i, code === UNKNOWN ? at.ask(value) : code)
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
const stepIn = ({ from, codes }: Steps, dm2: number): number => {
  let at = from.length - 1
  while ((from[at] as number) > dm2) at--
  return codes[at] as number
}

/** By a value of the room's own, which goes one way with its area under a limit; one without a limit is as all of its kind. */
const makeByRoom = (input: Painting) => {
  const known = new Map<string, Steps>()
  const stepsFor = (part: MosaicRooms, kind: number, limit: number): Steps => {
    const room = bare(part.head.kinds[kind] as MosaicRooms['head']['kinds'][number])
    room.limit = toSquareMetres(part.head.limits[limit - 1] as number)
    const key = `${room.category} ${room.state} ${room.limit}`
    const steps =
      known.get(key) ??
      stepsOf((dm2) => {
        room.usableArea = toSquareMetres(dm2)
        return roomCodeOf(room, null, input)
      })
    known.set(key, steps)
    return steps
  }
  return (part: MosaicRooms, put: (i: number, code: number) => void): void => {
    const plain = part.head.kinds.map((kind) => roomCodeOf(bare(kind), null, input))
    const steps = part.head.kinds.map((): Steps[] => [])
    for (let i = 0; i < part.rooms; i++) {
      const [kind, limit] = [part.kind[i] as number, part.limit[i] as number]
      if (limit === 0) put(i, plain[kind] as number)
      else {
        const ofKind = steps[kind] as Steps[]
        put(i, stepIn((ofKind[limit] ??= stepsFor(part, kind, limit)), part.area[i] as number))
      }
    }
  }
}

/** By the value of the floor, or of the building. */
const paintByPlace = (
  part: MosaicRooms,
  of: 'floor' | 'building',
  input: Painting,
  put: (i: number, code: number) => void,
): void => {
  const ends = of === 'floor' ? part.floorEnds : part.buildingEnds
  const any = bare({ category: CATEGORIES[0], state: ROOM_STATES[0] })
  let i = 0
  ends.forEach((end, place) => {
    const sums = sumsOf(part, of, place)
    const code = roomCodeOf(any, of === 'floor' ? sums : null, input, of === 'building' ? sums : null)
    while (i < end) put(i++, code)
  })
}

/** Where each room of a part stands in the picture: in its own order, or after the others of its unit. */
export interface Order {
  /** Of each group the place of its first room; null where the picture has the part's own order. */
  readonly starts: Uint32Array | null
  /** The place of the part's first room. */
  readonly from: number
}

const putterOf = (
  part: MosaicRooms,
  { starts, from }: Order,
  codes: Uint8Array,
  counts: Counts,
): ((i: number, code: number) => void) => {
  if (!starts)
    return (i, code) => {
      codes[from + i] = code
      counts[code] = (counts[code] as number) + 1
    }
  const next = starts.slice()
  const { unit } = part
  return (i, code) => {
    const group = unit[i] as number
    const place = next[group] as number
    next[group] = place + 1
    codes[place] = code
    counts[code] = (counts[code] as number) + 1
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
  for (const { part, order } of parts) {
    const put = putterOf(part, order, codes, counts)
    if (by === 'over-limit' || by === 'days-idle') paintByFigure(part, byFigure, put)
    else if (typeof by === 'function') byRoom(part, put)
    else paintByPlace(part, by ?? 'building', input, put)
  }
  return counts
}
