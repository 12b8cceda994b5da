import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import {
  buildingEnergySchema,
  energyBuildingsSchema,
  energySeriesSchema,
  loadCurveSchema,
} from './answers/series.ts'
import {
  energyAnomaliesSchema,
  energyForecastSchema,
  energySummarySchema,
  energyToldSchema,
  energyVacancySchema,
} from './answers/told.ts'
import { byId, civilDay, instant, limitOf } from '../kernel/schemas.ts'
import { PERIODS } from './series/periods.ts'

const region = z.object({ region: z.string().max(12).optional() })
const regionAt = region.extend({ at: instant })
const limit = limitOf(500, 100)

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

export const energyContracts = {
  buildings: contract({
    method: 'GET',
    url: '/api/energy/buildings',
    needs: 'view.live',
    summary: '办公楼用能概览 / buildings with their ordinals, power and energy of today',
    query: regionAt,
    response: energyBuildingsSchema,
  }),
  building: contract({
    method: 'GET',
    url: '/api/energy/buildings/:id',
    needs: 'view.live',
    summary: '办公楼分项用能 / one building by 分项, today and yesterday, its year against its quota',
    params: byId,
    query: z.object({ at: instant }),
    response: buildingEnergySchema,
  }),
  load: contract({
    method: 'GET',
    url: '/api/energy/load',
    needs: 'view.live',
    summary: '区域负荷曲线 / load of a region each quarter hour of today and yesterday',
    query: regionAt,
    response: loadCurveSchema,
  }),
  series: contract({
    method: 'GET',
    url: '/api/energy/series',
    needs: 'view.live',
    summary:
      '用能序列 / energy of a region, building, unit or meter by quarter hour, hour, day, month or year, with what is estimated or missing',
    query: seriesQuery,
    response: energySeriesSchema,
  }),
  summary: contract({
    method: 'GET',
    url: '/api/energy/summary',
    needs: 'view.live',
    summary: '区域用能概况 / today, month and year of a region against its quota, verdicts, key places',
    query: region,
    response: energySummarySchema,
  }),
  forecast: contract({
    method: 'GET',
    url: '/api/energy/forecast',
    needs: 'view.live',
    summary: '负荷预测 / load of today and two days ahead, with its error on held-out days',
    query: region,
    response: energyForecastSchema,
  }),
  anomalies: contract({
    method: 'GET',
    url: '/api/energy/anomalies',
    needs: 'view.live',
    summary: '用能异常及原因 / anomalies of yesterday with their facts, red first',
    query: region.extend({ limit }),
    response: energyAnomaliesSchema,
  }),
  vacancy: contract({
    method: 'GET',
    url: '/api/energy/vacancy',
    needs: 'view.live',
    summary: '空置房间用能 / the electricity of empty rooms by region, building or unit, largest first',
    query: region.extend({ by: z.enum(['region', 'building', 'unit']).default('region'), limit }),
    response: energyVacancySchema,
  }),
  told: contract({
    method: 'GET',
    url: '/api/energy/buildings/:id/told',
    needs: 'view.live',
    summary:
      "办公楼用能分析 / a building's burn-down, verdict, night, anomalies, key places, empty rooms, forecast",
    params: byId,
    response: energyToldSchema,
  }),
} as const
