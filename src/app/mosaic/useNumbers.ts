import { onBeforeUnmount, shallowRef } from 'vue'
import { namedIn, placeIn, type MosaicRooms } from '../../projections/mosaic/rooms.ts'
import { useApi } from '../../state/stores/index.ts'

type Rooms = readonly { readonly id: string; readonly number: string; readonly floor: string }[]
/** Buildings whose numbers are held, the newest. */
const KEPT = 60

/** Ids and numbers of rooms, by building: asked for when one is looked at, and held. */
export const useNumbers = () => {
  const held = shallowRef<ReadonlyMap<string, Rooms>>(new Map())
  /** Who asks for what is under way waits for the same answer. */
  const asked = new Map<string, Promise<Rooms | null>>()
  const ended = new AbortController()
  const read = async (building: string): Promise<Rooms | null> => {
    try {
      const { rooms } = await useApi().mosaicRooms(building, ended.signal)
      const next = new Map(held.value).set(building, rooms)
      for (const oldest of next.keys()) if (next.size > KEPT) next.delete(oldest)
      held.value = next
      return rooms
    } catch {
      return null
    } finally {
      asked.delete(building)
    }
  }
  const want = (building: string): Promise<Rooms | null> => {
    const known = held.value.get(building)
    if (known) return Promise.resolve(known)
    const waiting = asked.get(building) ?? read(building)
    asked.set(building, waiting)
    return waiting
  }
  /** The building that a room of a part is in, and which of its rooms it is. */
  const placeOf = (part: MosaicRooms, room: number) => {
    const at = placeIn(part.buildingEnds, room)
    return { building: namedIn(part, 'building', at).id, nth: room - (part.buildingEnds[at - 1] ?? 0) }
  }
  onBeforeUnmount(() => ended.abort())
  return {
    held,
    want,
    /** Of a part that was made anew the rooms are counted anew. */
    forget: (): void => void (held.value = new Map()),
    placeOf,
    /** Null while it is not known. */
    of: (part: MosaicRooms, room: number): Rooms[number] | null => {
      const { building, nth } = placeOf(part, room)
      return held.value.get(building)?.[nth] ?? null
    },
  }
}
export type Numbers = ReturnType<typeof useNumbers>
