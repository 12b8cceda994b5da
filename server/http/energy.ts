import { z } from 'zod'
import { buildingEnergySchema, energyBuildingsSchema, loadCurveSchema } from '#shared/protocol/http.ts'
import type { EnergyQueries } from '../services/energyCards.ts'
import { route, type RouteDefinition } from './route.ts'

const region = z.object({ region: z.string().max(12).optional() })

export const energyRoutes = (energy: EnergyQueries): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/energy/buildings',
    needs: 'view.live',
    summary: '办公楼用能概览 / buildings with their ordinals, power and energy of today',
    query: region,
    response: energyBuildingsSchema,
    handle: async ({ query }, { viewer }) => energy.buildings(viewer, query.region),
  }),
  route({
    method: 'GET',
    url: '/api/energy/buildings/:id',
    needs: 'view.live',
    summary: '办公楼分项用能 / one building by 分项, today and yesterday, its year against its quota',
    params: z.object({ id: z.string().min(1).max(64) }),
    response: buildingEnergySchema,
    handle: ({ params }, { viewer }) => energy.building(viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/energy/load',
    needs: 'view.live',
    summary: '区域负荷曲线 / load of a region each quarter hour of today and yesterday',
    query: region,
    response: loadCurveSchema,
    handle: async ({ query }, { viewer }) => energy.load(viewer, query.region),
  }),
]
