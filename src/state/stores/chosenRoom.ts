import type { RoomCard } from '#shared/protocol/http.ts'
import type { Selection } from '#shared/scene/selection.ts'
import { useViewStore } from './view.ts'
import { useRemote, type Remote, type RemoteOptions } from './remote/remote.ts'
import { useApi } from './remote/services.ts'

/** The room of a selection: a workstation's card is its room's. */
export const roomOf = (selection: Selection | null): string | null => {
  if (selection?.kind === 'room') return selection.id
  return selection?.kind === 'workstation' ? (selection.room ?? null) : null
}

/** The card of the chosen room, asked for once for whoever shows something of it: the card itself and the picture. */
export const useChosenRoom = (options: Pick<RemoteOptions, 'past'> = {}): Remote<RoomCard> => {
  const view = useViewStore()
  const room = (): string | null => roomOf(view.selection)
  return useRemote(room, (id, signal) => useApi().room(id, signal), {
    ...options,
    name: 'room',
    touches: () => [room()].filter((id) => id !== null),
  })
}
