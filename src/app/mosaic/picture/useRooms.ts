import { computed, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import { cellOf, type Layout } from '../../../engines/mosaic/layout.ts'
import type { MosaicRooms } from '../../../projections/mosaic/rooms.ts'
import { factsOf, type RoomFacts, type Telling } from '../told/facts.ts'
import type { Numbers } from '../useNumbers.ts'
import type { Focusing } from './useFocus.ts'
import { roomOfSpot, type Grouping } from './usePicture.ts'

/** A number is asked for where the hand rests so long. */
const REST_MS = 140

interface Given {
  readonly stage: Readonly<Ref<HTMLElement | null>>
  readonly layout: Readonly<Ref<Layout>>
  readonly partOf: (id: string) => MosaicRooms | undefined
  readonly grouping: Readonly<Ref<Grouping>>
  readonly focusing: Focusing
  readonly numbers: Numbers
  readonly telling: Readonly<Ref<Telling>>
}
interface Found {
  readonly part: MosaicRooms
  readonly room: number
}

/** The room under the pointer and the chosen one, and what is said of them: arithmetic, but for their numbers. */
export const useRooms = ({ stage, layout, partOf, grouping, focusing, numbers, telling }: Given) => {
  const pointer = shallowRef<{ readonly x: number; readonly y: number } | null>(null)
  const corner = () => stage.value?.getBoundingClientRect() ?? { left: 0, top: 0 }
  const chosenRoom = computed<Found | null>(() => {
    const { city = '', group = null, nth = null } = focusing.focus.value ?? {}
    const part = partOf(city)
    if (!part || group === null || nth === null) return null
    const room = roomOfSpot(part, grouping.value, { group, nth })
    return room < 0 ? null : { part, room }
  })
  const under = computed(() => {
    if (!pointer.value) return null
    const { left, top } = corner()
    const spot = focusing.spot({ x: pointer.value.x - left, y: pointer.value.y - top })
    const part = spot && partOf(spot.city.id)
    if (!part || spot.group === null) return null
    const room = roomOfSpot(part, grouping.value, spot)
    return { part, room, box: cellOf(layout.value, spot.city, spot.group, spot.nth) }
  })
  const facts = (of: Found | null): RoomFacts | null =>
    of && factsOf(of.part, of.room, numbers.of(of.part, of.room)?.number ?? null, telling.value)

  let rest: ReturnType<typeof setTimeout> | undefined
  watch([under, chosenRoom], ([spot, room]) => {
    clearTimeout(rest)
    const wanted = spot ?? room
    if (!wanted) return
    const { building } = numbers.placeOf(wanted.part, wanted.room)
    rest = setTimeout(() => void numbers.want(building), REST_MS)
  })
  onBeforeUnmount(() => clearTimeout(rest))

  return {
    pointer,
    under,
    hovered: computed(() => facts(under.value)),
    chosen: computed(() => facts(chosenRoom.value)),
    hover: (at: { readonly x: number; readonly y: number } | null, touch: boolean): void => {
      const { left, top } = corner()
      pointer.value = at && !touch ? { x: at.x + left, y: at.y + top } : null
    },
    /** The chosen room and its floor, by their ids. */
    idOf: async (): Promise<{ readonly id: string; readonly floor: string } | null> => {
      const now = chosenRoom.value
      if (!now) return null
      const { building } = numbers.placeOf(now.part, now.room)
      await numbers.want(building)
      return numbers.of(now.part, now.room)
    },
  }
}
