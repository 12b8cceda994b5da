import type { SceneInput } from '../../projections/input.ts'

/** The place's path, then the room and the workstation that are selected in it. */
export const crumbsOf = (
  input: SceneInput,
  t: (key: string) => string,
): readonly { readonly id: string; readonly name: string }[] => {
  const path = (input.view?.path ?? []).map(({ id, name }) => ({ id, name }))
  const selection = input.selection
  const roomId =
    selection?.kind === 'room' ? selection.id : selection?.kind === 'workstation' ? selection.room : undefined
  if (!roomId) return path
  const room = input.interior?.floors.flatMap((floor) => floor.rooms).find((row) => row.id === roomId)
  const withRoom = [...path, { id: roomId, name: room?.number ?? roomId }]
  if (selection?.kind !== 'workstation') return withRoom
  const desk = room?.desks.find((row) => row.id === selection.id)
  return [...withRoom, { id: selection.id, name: `${t('kind.workstation')} ${desk?.code ?? selection.id}` }]
}
