import { shallowRef, watch, type Ref } from 'vue'
import type { SearchHit } from '#shared/protocol/http.ts'
import { useApi } from '../../../state/stores/index.ts'
import { findIn, namedIn, type MosaicRooms } from '../../../projections/mosaic/rooms.ts'
import type { Focus, Focusing } from './useFocus.ts'
import type { Numbers } from '../useNumbers.ts'
import { roomOfSpot, spotOfRoom, type Grouping } from './usePicture.ts'

interface Given {
  readonly parts: Readonly<Ref<readonly MosaicRooms[]>>
  readonly grouping: Ref<Grouping>
  readonly sel: Ref<string | null>
  readonly focusing: Focusing
  readonly numbers: Numbers
}

/** `kind:id`, and `room:id@building`. */
const read = (text: string | null) => {
  const match = /^(city|building|unit|room):([^@]+)(?:@(.+))?$/.exec(text ?? '')
  return match ? { kind: match[1] as string, id: match[2] as string, building: match[3] ?? null } : null
}

/** The building of a place, by the way to it; of a compound its first. */
const buildingOf = async (place: string): Promise<string | null> => {
  const { kind, path, children } = await useApi().place(place)
  return kind === 'compound'
    ? (children[0]?.id ?? null)
    : (path.find((step) => step.kind === 'building')?.id ?? null)
}

/** To what an address or a search names; whether it is in the picture. */
const makeGoing = ({ parts, grouping, focusing, numbers }: Given) => {
  const partWith = (of: 'building' | 'unit', id: string) => {
    for (const part of parts.value) {
      const at = findIn(part, of, id)
      if (at >= 0) return { part, at }
    }
    return null
  }
  const goToGroup = (of: Grouping, id: string): boolean => {
    const found = partWith(of, id)
    if (!found) return false
    grouping.value = of
    const group = of === 'unit' ? found.at + 1 : found.at
    focusing.goTo({ city: found.part.id, group, nth: null, lit: true })
    return true
  }
  const goToRoom = async (id: string, building: string): Promise<boolean> => {
    const found = partWith('building', building)
    const rooms = (await numbers.want(building)) ?? numbers.held.value.get(building)
    const nth = rooms?.findIndex((room) => room.id === id) ?? -1
    if (!found || nth < 0) return false
    const room = (found.part.buildingEnds[found.at - 1] ?? 0) + nth
    focusing.goTo({ city: found.part.id, ...spotOfRoom(found.part, grouping.value, room), lit: true })
    return true
  }
  return async (text: string): Promise<boolean> => {
    const asked = read(text)
    if (!asked) return false
    const { kind, id, building } = asked
    if (kind === 'room') return building !== null && goToRoom(id, building)
    if (kind === 'unit' || kind === 'building') return goToGroup(kind, id)
    if (!parts.value.some((part) => part.id === id)) return false
    focusing.goTo({ city: id, group: null, nth: null, lit: false })
    return true
  }
}

/** What is chosen, as it stands in the address; of a room once its id is known, null while it is not. */
const makeTelling =
  ({ parts, grouping, numbers }: Given) =>
  async (now: Focus): Promise<string | null> => {
    const part = parts.value.find(({ id }) => id === now.city)
    if (!part) return null
    const { group, nth } = now
    const isUnit = grouping.value === 'unit'
    if (group === null || (nth === null && isUnit && group === 0)) return `city:${part.id}`
    if (nth === null)
      return `${grouping.value}:${namedIn(part, grouping.value, isUnit ? group - 1 : group).id}`
    const place = numbers.placeOf(part, roomOfSpot(part, grouping.value, { group, nth }))
    const rooms = (await numbers.want(place.building)) ?? numbers.held.value.get(place.building)
    const id = rooms?.[place.nth]?.id
    return id ? `room:${id}@${place.building}` : null
  }

/** From a hit of the search, or the address, to where it stands in the picture; and from what is chosen to the address. */
export const useFinding = (given: Given) => {
  const { parts, sel, focusing } = given
  /** What was looked for and is not in the picture. */
  const missed = shallowRef<string | null>(null)
  const goTo = makeGoing(given)
  const tell = makeTelling(given)
  const addressOf = async ({ kind, id, place, select }: SearchHit): Promise<string | null> => {
    if (kind === 'unit') return `unit:${id}`
    if (kind === 'vehicle') return null
    if (kind === 'region') {
      const { path } = await useApi().place(id)
      const city = path.find((step) => parts.value.some((part) => part.id === step.id))
      return city ? `city:${city.id}` : null
    }
    const building = kind === 'building' ? id : await buildingOf(place)
    if (!building) return null
    return kind === 'room' || kind === 'person' ? `room:${select ?? id}@${building}` : `building:${building}`
  }
  watch(focusing.focus, async (now) => {
    const text = now ? await tell(now) : null
    if (focusing.focus.value === now && (text || !now)) sel.value = text
  })
  return {
    missed,
    /** What the address named, once its rooms are here. */
    restore: async (): Promise<void> => {
      if (sel.value) await goTo(sel.value)
    },
    hit: async (hit: SearchHit): Promise<void> => {
      const text = await addressOf(hit).catch(() => null)
      missed.value = text !== null && (await goTo(text)) ? null : hit.title
    },
  }
}
