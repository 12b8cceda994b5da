import { z } from 'zod'
import { askedInstant } from '#shared/protocol/http/common.ts'
import { measureDaySchema } from '#shared/protocol/http.ts'
import type { MeasureDaysService } from './days.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

export const historyRoutes = (days: MeasureDaysService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/history/measures',
    needs: 'view.places',
    summary: "某日台账汇总 / the ledger's roll-ups as they stood on the day of an instant",
    query: z.object({ at: askedInstant, place: z.string().min(1).max(64) }),
    response: measureDaySchema,
    handle: ({ query }, { viewer }) => days.of(viewer, query.at, query.place),
  }),
]
