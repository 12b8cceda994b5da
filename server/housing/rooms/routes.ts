import { z } from 'zod'
import { interiorSchema, roomCardSchema, roomEditSchema } from '#shared/protocol/http.ts'
import { roomChangesSchema, roomListSchema } from '#shared/protocol/ledger.ts'
import type { Interiors } from '../places/interior.ts'
import type { EditRoom } from './edits.ts'
import type { ListRooms } from './lists.ts'
import type { RoomsService } from './rooms.ts'
import { offset, route, type RouteDefinition } from '../../http/route.ts'

const byId = z.object({ id: z.string().min(1).max(64) })

export const roomRoutes = (
  rooms: RoomsService,
  list: ListRooms,
  edit: EditRoom,
  interiors: Interiors,
): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/buildings/:id/interior',
    needs: 'view.places',
    summary: 'All floors, rooms and desks of a building',
    params: byId,
    response: interiorSchema,
    handle: ({ params }, { viewer }) => interiors.of(viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/rooms',
    needs: 'view.places',
    summary: 'Rooms of a region: over their limit, idle, or all, by pages',
    query: z.object({
      region: z.string().min(1).max(12),
      list: z.enum(['over', 'idle', 'all']).default('over'),
      offset,
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
    response: roomListSchema,
    handle: ({ query }, { viewer }) => list(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/rooms/:id',
    needs: 'view.people',
    summary: 'A room: occupants, limit and its rule, neighbours, what would clear it',
    params: byId,
    response: roomCardSchema,
    handle: ({ params }, { viewer }) => rooms.card(viewer, params.id),
  }),
  route({
    method: 'PATCH',
    url: '/api/rooms/:id',
    needs: 'edit.rooms',
    summary: 'Changes a room; the reason is kept in its change log',
    params: byId,
    body: roomEditSchema,
    response: roomCardSchema,
    handle: ({ params, body }, { viewer, address }) => edit(viewer, params.id, body, address),
  }),
  route({
    method: 'GET',
    url: '/api/rooms/:id/changes',
    needs: 'view.people',
    summary: 'Who changed a room, when and why, newest first',
    params: byId,
    response: roomChangesSchema,
    handle: ({ params }, { viewer }) => rooms.changes(viewer, params.id),
  }),
]
