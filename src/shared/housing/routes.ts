import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import { roomCardSchema, roomEditSchema, searchSchema, unitCardSchema } from './answers/cards.ts'
import {
  countyMonthsSchema,
  interiorSchema,
  measureDaySchema,
  measureMonthsSchema,
  placeViewSchema,
} from './answers/places.ts'
import { worstPlaceSchema } from './answers/worst.ts'
import { askedInstant, byId, instant, limitOf, offset, regionCode } from '../kernel/schemas.ts'
import {
  coalBasisSchema,
  indexIdSchema,
  overviewSchema,
  rankingsSchema,
  roomChangesSchema,
  roomListSchema,
  unitListSchema,
} from './answers/lists.ts'

export const housingContracts = {
  place: contract({
    method: 'GET',
    url: '/api/places/:id',
    needs: 'view.places',
    summary: 'A place from the province to a floor, its totals and its children',
    params: byId,
    response: placeViewSchema,
  }),
  interior: contract({
    method: 'GET',
    url: '/api/buildings/:id/interior',
    needs: 'view.places',
    summary: 'All floors, rooms and desks of a building',
    params: byId,
    response: interiorSchema,
  }),
  rooms: contract({
    method: 'GET',
    url: '/api/rooms',
    needs: 'view.places',
    summary: 'Rooms of a region: over their limit, idle, or all, by pages',
    query: z.object({
      region: regionCode,
      list: z.enum(['over', 'idle', 'all']).default('over'),
      offset,
      limit: limitOf(500, 50),
    }),
    response: roomListSchema,
  }),
  room: contract({
    method: 'GET',
    url: '/api/rooms/:id',
    needs: 'view.people',
    summary: 'A room: occupants, limit and its rule, neighbours, what would clear it',
    params: byId,
    response: roomCardSchema,
  }),
  editRoom: contract({
    method: 'PATCH',
    url: '/api/rooms/:id',
    needs: 'edit.rooms',
    summary: 'Changes a room; the reason is kept in its change log',
    params: byId,
    body: roomEditSchema,
    response: roomCardSchema,
  }),
  roomChanges: contract({
    method: 'GET',
    url: '/api/rooms/:id/changes',
    needs: 'view.people',
    summary: 'Who changed a room, when and why, newest first',
    params: byId,
    response: roomChangesSchema,
  }),
  units: contract({
    method: 'GET',
    url: '/api/units',
    needs: 'view.places',
    summary: 'Units of a region, by pages',
    query: z.object({
      region: regionCode,
      q: z.string().max(64).optional(),
      /** 管理部门 or 使用单位 alone. */
      role: z.enum(['department', 'user']).optional(),
      offset,
      limit: limitOf(500, 50),
    }),
    response: unitListSchema,
  }),
  unit: contract({
    method: 'GET',
    url: '/api/units/:id',
    needs: 'view.places',
    summary: 'A unit: establishment, approved and used area, buildings',
    params: byId,
    response: unitCardSchema,
  }),
  rankings: contract({
    method: 'GET',
    url: '/api/rankings',
    needs: 'view.places',
    summary: 'Children, counties or units of a region ranked by an index',
    query: z.object({
      region: regionCode,
      index: indexIdSchema,
      basis: coalBasisSchema.default('equivalent-heat'),
      of: z.enum(['children', 'counties', 'units']).default('children'),
      limit: limitOf(1000, 200),
    }),
    response: rankingsSchema,
  }),
  worst: contract({
    method: 'GET',
    url: '/api/worst',
    needs: 'view.places',
    summary:
      '此刻最差的院落、楼和楼层 / the worst compound of a region by an index, its worst building and floor, as it stands now',
    query: z.object({
      region: regionCode,
      index: indexIdSchema,
      basis: coalBasisSchema.default('equivalent-heat'),
    }),
    response: worstPlaceSchema,
  }),
  overview: contract({
    method: 'GET',
    url: '/api/overview',
    needs: 'view.places',
    summary: 'Counts of departments, units, office properties and plans',
    query: z.object({ region: regionCode }),
    response: overviewSchema,
  }),
  search: contract({
    method: 'GET',
    url: '/api/search',
    needs: 'view.people',
    summary: 'Regions, units, places, rooms, people and plates by name, spelling, initials or number',
    query: z.object({
      q: z.string().min(1).max(64),
      limit: limitOf(50, 20),
    }),
    response: searchSchema,
  }),
  measureDay: contract({
    method: 'GET',
    url: '/api/history/measures',
    needs: 'view.places',
    summary: "某日台账汇总 / the ledger's roll-ups as they stood on the day of an instant",
    query: z.object({ at: askedInstant, place: z.string().min(1).max(64) }),
    response: measureDaySchema,
  }),
  measureMonths: contract({
    method: 'GET',
    url: '/api/history/months',
    needs: 'view.places',
    summary:
      "各月末台账汇总 / a place's roll-ups at the end of each of the last twelve months, as far as they were kept",
    query: z.object({ place: z.string().min(1).max(64), at: instant }),
    response: measureMonthsSchema,
  }),
  countyMonths: contract({
    method: 'GET',
    url: '/api/history/counties',
    needs: 'view.places',
    summary:
      '各县区一项指标的各月末值 / an index of the counties of a region at the end of each of the last twelve months',
    query: z.object({
      place: regionCode,
      index: indexIdSchema,
      basis: coalBasisSchema.default('equivalent-heat'),
      at: instant,
    }),
    response: countyMonthsSchema,
  }),
} as const
