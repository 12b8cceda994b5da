import type { Interior, RoomCard } from '#shared/protocol/http.ts'
import type { InteriorRemedy } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'

/** A remedy as the room's card lists it. */
export type ToldRemedy = RoomCard['remedies'][number]

/** What a room is to the one that is over its limit. */
const AS: Partial<Record<ToldRemedy['kind'], { readonly zh: string; readonly en: string }>> = {
  assign: { zh: '闲置', en: 'idle' },
  swap: { zh: '互换', en: 'swap' },
  share: { zh: '合用', en: 'share' },
}

/** The remedies of a card that is over its limit; none of another's, which the arrows would not lead out of. */
export const remediesOf = (card: RoomCard | null): readonly ToldRemedy[] =>
  card?.verdict && card.verdict.over > 0 ? card.remedies : []

/** The rooms that the remedies name, each once and in their order, with what stands at the arrow's end, e.g. `→ 5F 503 闲置 24 m²`; the floor is not said of the one that is open. */
export const remediesTold = (
  remedies: readonly ToldRemedy[],
  { floors }: Interior,
  lang: SceneInput['lang'],
  open: string | null,
): readonly InteriorRemedy[] => {
  const named = new Map<string, InteriorRemedy>()
  for (const { kind, room: id } of remedies) {
    const floor = floors.find(({ rooms }) => rooms.some((room) => room.id === id))
    const room = floor?.rooms.find((one) => one.id === id)
    if (!floor || !room || named.has(room.id)) continue
    const text = [
      '→',
      floor.id === open ? '' : floor.label,
      room.number,
      AS[kind]?.[lang],
      `${Number(room.usableArea.toFixed(2))} m²`,
    ]
    named.set(room.id, { room: room.id, text: text.filter(Boolean).join(' ') })
  }
  return [...named.values()]
}
