import { computed, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import type { EpochMs } from '#shared/kernel/units.ts'
import { layoutOf, type CityInput, type LayoutSize, type Spot } from '../../../engines/mosaic/layout.ts'
import { codeBytes } from '../../../engines/mosaic/MosaicCanvas.ts'
import { CODES } from '../../../layers/interior/roomClasses.ts'
import { paint, paintAhead, type Counts, type Painting } from '../../../projections/mosaic/paint.ts'
import { placeIn, type MosaicRooms } from '../../../projections/mosaic/rooms.ts'

export type Grouping = 'building' | 'unit'

const countsOf = (part: MosaicRooms, grouping: Grouping): Uint32Array => {
  if (grouping === 'building') return part.buildingEnds.map((end, i) => end - (part.buildingEnds[i - 1] ?? 0))
  const counts = new Uint32Array(part.units + 1)
  const { unit, rooms } = part
  for (let i = 0; i < rooms; i++) {
    const group = unit[i] as number
    counts[group] = (counts[group] as number) + 1
  }
  return counts
}

/** Which room of the part a spot of the picture is. */
export const roomOfSpot = (
  part: MosaicRooms,
  grouping: Grouping,
  { group, nth }: Pick<Spot, 'group' | 'nth'>,
): number => {
  if (grouping === 'building') return (part.buildingEnds[group - 1] ?? 0) + nth
  let left = nth
  for (let i = 0; i < part.rooms; i++) if (part.unit[i] === group && left-- === 0) return i
  return -1
}
/** And where a room of the part stands. */
export const spotOfRoom = (
  part: MosaicRooms,
  grouping: Grouping,
  room: number,
): { readonly group: number; readonly nth: number } => {
  if (grouping === 'building') {
    const group = placeIn(part.buildingEnds, room)
    return { group, nth: room - (part.buildingEnds[group - 1] ?? 0) }
  }
  const group = part.unit[room] as number
  let nth = 0
  for (let i = 0; i < room; i++) if (part.unit[i] === group) nth++
  return { group, nth }
}

interface Given {
  readonly parts: Readonly<Ref<readonly MosaicRooms[]>>
  readonly grouping: Readonly<Ref<Grouping>>
  readonly size: Readonly<Ref<LayoutSize>>
  readonly painting: Readonly<Ref<Painting>>
  /** The paintings that could be asked for next. */
  readonly others: () => readonly Painting[]
  readonly now: () => EpochMs
}

/** One after the other, each in a task of its own once the picture stands. */
const AHEAD_MS = 120
const useAhead = ({ parts, others, now }: Given): void => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const begin = (): void => {
    clearTimeout(timer)
    const waiting = [...others()]
    const next = (): void => {
      const one = waiting.shift()
      if (!one) return
      paintAhead(parts.value, one, now())
      timer = setTimeout(next, AHEAD_MS)
    }
    timer = setTimeout(next, AHEAD_MS)
  }
  watch(parts, begin, { immediate: true })
  onBeforeUnmount(() => clearTimeout(timer))
}

/** Where every room stands and what class it is of. An index that changes writes the classes anew, in place, and asks nobody. */
export const usePicture = (given: Given) => {
  const { parts, grouping, size, painting, now } = given
  const rooms = computed(() => parts.value.reduce((sum, part) => sum + part.rooms, 0))
  const inputs = computed<CityInput[]>(() => {
    let from = 0
    return parts.value.map((part) => {
      from += part.rooms
      return { id: part.id, counts: countsOf(part, grouping.value), from: from - part.rooms }
    })
  })
  const layout = computed(() => layoutOf(inputs.value, size.value))
  const partOf = (id: string): MosaicRooms | undefined => parts.value.find((part) => part.id === id)

  let codes = new Uint8Array(codeBytes(0))
  const counts = shallowRef<Counts>(new Uint32Array(CODES))
  /** Rises with each writing; the classes stay in one place. */
  const painted = shallowRef(0)
  const write = (): void => {
    const bytes = codeBytes(rooms.value)
    if (codes.length !== bytes) codes = new Uint8Array(bytes)
    const ordered = inputs.value.map(({ counts: groups, from }, i) => {
      let at = from
      const starts = grouping.value === 'unit' ? Uint32Array.from(groups, (n) => (at += n) - n) : null
      return { part: parts.value[i] as MosaicRooms, order: { starts, from } }
    })
    counts.value = paint(ordered, painting.value, now(), codes)
    painted.value++
  }
  watch([inputs, painting], write, { immediate: true, flush: 'sync' })
  useAhead(given)
  return { rooms, layout, counts, painted, codes: () => codes, partOf }
}
