import { z } from 'zod'
import {
  buildingEnergySchema,
  energyBuildingsSchema,
  energySeriesSchema,
  loadCurveSchema,
} from '#shared/protocol/http.ts'
import { civilDay } from '#shared/protocol/http/common.ts'
import { PERIODS } from '#shared/energy/series/periods.ts'
import type { EnergyQueries } from './cards.ts'
import type { SeriesQueries } from './queries.ts'
import { instant, route, type RouteDefinition } from '../../http/route.ts'

const region = z.object({ region: z.string().max(12).optional(), at: instant })

const seriesQuery = z.object({
  place: z
    .string()
    .regex(/^(region|building|unit|meter):.{1,64}$/)
    .optional(),
  item: z.string().max(16).default('total'),
  period: z.enum(PERIODS).default('hour'),
  from: civilDay,
  to: civilDay,
})

export const energyRoutes = (energy: EnergyQueries & SeriesQueries): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/energy/buildings',
    needs: 'view.live',
    summary: '办公楼用能概览 / buildings with their ordinals, power and energy of today',
    query: region,
    response: energyBuildingsSchema,
    handle: async ({ query }, { viewer }) => energy.buildings(viewer, query.region, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/energy/buildings/:id',
    needs: 'view.live',
    summary: '办公楼分项用能 / one building by 分项, today and yesterday, its year against its quota',
    params: z.object({ id: z.string().min(1).max(64) }),
    query: z.object({ at: instant }),
    response: buildingEnergySchema,
    handle: ({ params, query }, { viewer }) => energy.building(viewer, params.id, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/energy/load',
    needs: 'view.live',
    summary: '区域负荷曲线 / load of a region each quarter hour of today and yesterday',
    query: region,
    response: loadCurveSchema,
    handle: async ({ query }, { viewer }) => energy.load(viewer, query.region, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/energy/series',
    needs: 'view.live',
    summary:
      '用能序列 / energy of a region, building, unit or meter by quarter hour, hour, day, month or year, with what is estimated or missing',
    query: seriesQuery,
    response: energySeriesSchema,
    handle: ({ query }, { viewer }) => energy.series(viewer, query),
  }),
]
