import { mosaicContracts } from '#shared/housing/mosaicRoutes.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'
import type { Mosaic } from './mosaic.ts'

/** Its address says which version a browser keeps. */
const PART_KEPT_S = 86_400

export const mosaicRoutes = (mosaic: Mosaic): RouteDefinition[] => [
  serve(mosaicContracts.mosaic, { handle: (_, { viewer }) => mosaic.parts(viewer) }),
  serve(mosaicContracts.mosaicPart, {
    keptS: PART_KEPT_S,
    handle: ({ params, query }, { viewer }) => mosaic.part(viewer, params.id, query.version),
  }),
  serve(mosaicContracts.mosaicRooms, {
    handle: ({ query }, { viewer }) => mosaic.rooms(viewer, query.building),
  }),
]
