import { NONE, type DrillState, type Intent } from '../../projections/drill.ts'

/** A pick inside a building may name a floor, a room or a desk; from an open floor, by its name at an arrow's end, a room of another one. */
export const interiorStep = (id: string, { view, interior, selection }: DrillState): Intent => {
  const floor = interior?.floors.find(
    (row) =>
      row.id === id || row.rooms.some((room) => room.id === id || room.desks.some((desk) => desk.id === id)),
  )
  if (!floor) return NONE
  const named = view?.kind === 'floor' ? floor.rooms.find((row) => row.id === id) : undefined
  if (view?.id !== floor.id)
    return {
      kind: 'open',
      place: floor.id,
      ...(named ? { selection: { kind: 'room', id: named.id } as const } : {}),
    }
  const room = floor.rooms.find((row) => row.id === id || row.desks.some((desk) => desk.id === id))
  if (!room) return { kind: 'select', selection: null }
  const inRoom = selection?.id === room.id || selection?.room === room.id
  if (id !== room.id && inRoom)
    return { kind: 'select', selection: { kind: 'workstation', id, room: room.id } }
  return { kind: 'select', selection: { kind: 'room', id: room.id } }
}
