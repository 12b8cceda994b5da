import { z } from 'zod'
import { contract, octetsSchema } from '../kernel/contract.ts'
import { regionCode } from '../kernel/schemas.ts'

/** GET /api/mosaic: the parts in scope, each a city, or the county that the scope is; a version that another one follows is not answered again. */
const mosaicPartsSchema = z.object({
  parts: z.array(z.object({ id: z.string(), name: z.string(), rooms: z.number(), version: z.string() })),
  /** The unit whose rooms these are, where the viewer's scope is one unit. */
  unit: z.string().optional(),
  asOf: z.number(),
})
export type MosaicParts = z.infer<typeof mosaicPartsSchema>

/** GET /api/mosaic/rooms: ids, numbers and floors of a building's rooms, in the order in which its part has them. */
const mosaicRoomsSchema = z.object({
  building: z.string(),
  rooms: z.array(z.object({ id: z.string(), number: z.string(), floor: z.string() })),
})

export const mosaicContracts = {
  mosaic: contract({
    method: 'GET',
    url: '/api/mosaic',
    needs: 'view.places',
    summary: '房间总图的各部分 / the parts of the mosaic in scope, how many rooms each has, and its version',
    response: mosaicPartsSchema,
  }),
  mosaicPart: contract({
    method: 'GET',
    url: '/api/mosaic/parts/:id',
    needs: 'view.places',
    summary: '房间总图的一部分 / the rooms of a part as columns, see src/shared/housing/mosaic/format.ts',
    params: z.object({ id: regionCode }),
    query: z.object({ version: z.string().max(64) }),
    response: octetsSchema,
    octets: true,
  }),
  mosaicRooms: contract({
    method: 'GET',
    url: '/api/mosaic/rooms',
    needs: 'view.places',
    summary: '一栋楼的房间编号 / ids and numbers of the rooms of a building, in the order of its part',
    query: z.object({ building: z.string().min(1).max(64) }),
    response: mosaicRoomsSchema,
  }),
} as const
