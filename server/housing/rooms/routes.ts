import { housingContracts } from '#shared/housing/routes.ts'
import type { Interiors } from '../places/interior.ts'
import type { EditRoom } from './edits.ts'
import type { ListRooms } from './lists.ts'
import type { RoomsService } from './rooms.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const roomRoutes = (
  rooms: RoomsService,
  list: ListRooms,
  edit: EditRoom,
  interiors: Interiors,
): RouteDefinition[] => [
  serve(housingContracts.interior, { handle: ({ params }, { viewer }) => interiors.of(viewer, params.id) }),
  serve(housingContracts.rooms, { handle: ({ query }, { viewer }) => list(viewer, query) }),
  serve(housingContracts.room, { handle: ({ params }, { viewer }) => rooms.card(viewer, params.id) }),
  serve(housingContracts.editRoom, {
    handle: ({ params, body }, { viewer, address }) => edit(viewer, params.id, body, address),
  }),
  serve(housingContracts.roomChanges, {
    handle: ({ params }, { viewer }) => rooms.changes(viewer, params.id),
  }),
]
