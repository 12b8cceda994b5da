import type { PlaceView } from '#shared/protocol/http.ts'
import type { PlaceKind } from '#shared/region/place.ts'
import type { SceneInput } from '../../projections/input.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** One step of the way here, and what else lies within the step before it; at the top what lies within it. */
export interface Crumb extends Named {
  readonly kind: PlaceKind
  readonly beside: readonly Named[]
}

type Views = (id: string) => PlaceView | null

const named = (rows: readonly Named[] = []): readonly Named[] => rows.map(({ id, name }) => ({ id, name }))

/** What lies within a place, as far as it was read. */
const within = (id: string, input: SceneInput, viewOf: Views): readonly Named[] => {
  const regions = input.regions.filter(({ parent }) => parent === id)
  if (regions.length > 0) return named(regions)
  const floor = input.interior?.floors.find((row) => row.id === id)
  return floor ? floor.rooms.map((room) => ({ id: room.id, name: room.number })) : named(viewOf(id)?.children)
}

/** The place's path, then the room and the workstation that are selected in it. */
export const crumbsOf = (
  input: SceneInput,
  t: (key: string) => string,
  viewOf: Views = () => null,
): readonly Crumb[] => {
  const path = input.view?.path ?? []
  const places = path.map(({ id, kind, name }, i): Crumb => {
    return { id, kind, name, beside: within(path[i - 1]?.id ?? id, input, viewOf) }
  })
  const selection = input.selection
  const roomId =
    selection?.kind === 'room' ? selection.id : selection?.kind === 'workstation' ? selection.room : undefined
  if (!roomId) return places
  const room = input.interior?.floors.flatMap((floor) => floor.rooms).find((row) => row.id === roomId)
  const floor = path.at(-1)
  const withRoom: Crumb[] = [
    ...places,
    {
      id: roomId,
      kind: 'room',
      name: room?.number ?? roomId,
      beside: floor ? within(floor.id, input, viewOf) : [],
    },
  ]
  if (selection?.kind !== 'workstation') return withRoom
  const nameOf = (code: string): string => `${t('kind.workstation')} ${code}`
  const desks = room?.desks ?? []
  const desk = desks.find((row) => row.id === selection.id)
  return [
    ...withRoom,
    {
      id: selection.id,
      kind: 'workstation',
      name: nameOf(desk?.code ?? selection.id),
      beside: desks.map(({ id, code }) => ({ id, name: nameOf(code) })),
    },
  ]
}
