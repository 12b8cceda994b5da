import { z } from 'zod'
import { contract, octetsSchema } from '../kernel/contract.ts'
import { vehicleComplianceSchema, vehicleFindingsSchema, vehicleLedgerSchema } from './answers/account.ts'
import {
  fenceCardSchema,
  fencesSchema,
  trackSchema,
  vehicleCardSchema,
  vehicleDriverListSchema,
  vehicleSummarySchema,
} from './answers/cards.ts'
import { depotsSchema } from './answers/depots.ts'
import { vehicleFiguresSchema, vehicleIndicesSchema } from './answers/figures.ts'
import { orderBoardSchema, orderCardSchema } from './answers/orders.ts'
import { replayQuerySchema, replayTotalsSchema } from './answers/replay.ts'
import { roadsSchema } from './answers/roads.ts'
import { overlapListSchema, uncoveredListSchema } from './answers/trips.ts'
import { byId, civilDay, instant, limitOf, regionCode } from '../kernel/schemas.ts'
import { orderStepNameSchema } from './collections/orders.ts'
import { DRAWN_CLASSES } from './roads/drawn.ts'

/** `YYYY` or `YYYY-MM`. */
const period = z.string().regex(/^(19|20|21)\d\d(-(0[1-9]|1[0-2]))?$/)
const id = z.string().min(1).max(64)
const span = z.object({ from: instant, to: instant })

export const vehiclesContracts = {
  depots: contract({
    method: 'GET',
    url: '/api/depots',
    needs: 'view.live',
    summary: 'Where vehicles are kept below a region',
    query: z.object({ region: regionCode }),
    response: depotsSchema,
  }),
  roads: contract({
    method: 'GET',
    url: '/api/roads',
    needs: 'view.live',
    summary: '道路线形,按等级 / lines of roads below a region by class, thinned to a detail',
    query: z.object({ region: regionCode, detail: z.enum(DRAWN_CLASSES) }),
    response: roadsSchema,
  }),
  fences: contract({
    method: 'GET',
    url: '/api/fences',
    needs: 'view.live',
    summary: '电子围栏 / fences below a region, parking fences among them',
    query: z.object({ region: regionCode }),
    response: fencesSchema,
  }),
  fence: contract({
    method: 'GET',
    url: '/api/fences/:id',
    needs: 'view.live',
    summary:
      '围栏卡片,列出车辆时留痕 / one fence with who is inside and what happened at it today; naming vehicles is logged',
    params: byId,
    response: fenceCardSchema,
  }),
  summary: contract({
    method: 'GET',
    url: '/api/vehicles/summary',
    needs: 'view.live',
    summary: '车辆状态汇总 / vehicles by state and category',
    query: z.object({ region: z.string().max(12).optional(), unit: z.string().max(64).optional() }),
    response: vehicleSummarySchema,
  }),
  vehicle: contract({
    method: 'GET',
    url: '/api/vehicles/:id',
    needs: 'view.live',
    summary: '车辆卡片 / one vehicle, by its id or ordinal',
    params: byId,
    query: z.object({ at: instant }),
    response: vehicleCardSchema,
  }),
  drivers: contract({
    method: 'GET',
    url: '/api/vehicles/:id/drivers',
    needs: 'view.tracks',
    summary:
      '驾驶员记录,每次查询留痕 / who drove a vehicle when, the last 7 days by default; every query is logged',
    params: byId,
    query: span,
    response: vehicleDriverListSchema,
  }),
  track: contract({
    method: 'GET',
    url: '/api/vehicles/:id/track',
    needs: 'view.tracks',
    summary: '行驶轨迹,每次查询留痕 / track of a vehicle, the last hour by default; every query is logged',
    params: byId,
    query: span,
    response: trackSchema,
  }),
  replay: contract({
    method: 'GET',
    url: '/api/replay',
    needs: 'view.tracks',
    summary: '车队回放,每次查询留痕 / the fleet as it was, in frames; every query is logged',
    query: replayQuerySchema,
    response: octetsSchema,
    octets: true,
  }),
  replayTotals: contract({
    method: 'GET',
    url: '/api/replay/totals',
    needs: 'view.tracks',
    summary:
      "单位当日行驶合计,每次查询留痕 / what a unit's vehicles drove on a day by quarter hour; every query is logged",
    query: z.object({ unit: z.string().min(1).max(64), day: civilDay }),
    response: replayTotalsSchema,
  }),
  figures: contract({
    method: 'GET',
    url: '/api/vehicles/figures',
    needs: 'view.places',
    summary:
      '双费双率 / running and rental cost, use and overlap of a region or unit, with its parts and thirteen months',
    query: z.object({
      region: regionCode.optional(),
      unit: id.optional(),
      period: period.optional(),
      limit: limitOf(2000, 500),
    }),
    response: vehicleFiguresSchema,
  }),
  indices: contract({
    method: 'GET',
    url: '/api/vehicles/indices',
    needs: 'view.places',
    summary: "车辆五项指数 / the five vehicle indices of a region's parts, ranked among all of their level",
    query: z.object({
      region: regionCode.optional(),
      of: z.enum(['children', 'counties', 'units']).default('children'),
      limit: limitOf(2000, 500),
    }),
    response: vehicleIndicesSchema,
  }),
  findings: contract({
    method: 'GET',
    url: '/api/vehicles/findings',
    needs: 'view.alerts',
    summary: "车辆台账问题 / findings of the ledger's rules",
    query: z.object({
      region: regionCode.optional(),
      rule: z.string().max(8).optional(),
      limit: limitOf(1000, 200),
    }),
    response: vehicleFindingsSchema,
  }),
  compliance: contract({
    method: 'GET',
    url: '/api/vehicles/compliance',
    needs: 'view.alerts',
    summary:
      '无未结问题的车辆 / vehicles without an open finding, of a region and its parts, with twelve months',
    query: z.object({ region: regionCode.optional(), at: instant }),
    response: vehicleComplianceSchema,
  }),
  overlaps: contract({
    method: 'GET',
    url: '/api/vehicles/overlaps',
    needs: 'view.places',
    summary: '可拼车清单 / pairs of trips of a county and day that could be one',
    query: z.object({
      region: regionCode.optional(),
      unit: id.optional(),
      day: civilDay.optional(),
      limit: limitOf(1000, 200),
    }),
    response: overlapListSchema,
  }),
  uncovered: contract({
    method: 'GET',
    url: '/api/vehicles/uncovered',
    needs: 'view.live',
    summary: '有轨迹无单 / drives of finished days that no order covers',
    query: z.object({ region: regionCode.optional(), day: civilDay.optional(), limit: limitOf(2000, 500) }),
    response: uncoveredListSchema,
  }),
  orders: contract({
    method: 'GET',
    url: '/api/vehicles/orders',
    needs: 'view.live',
    summary: '派车单十一环节 / open orders by the eleven steps, time-outs first',
    query: z.object({
      region: regionCode.optional(),
      step: orderStepNameSchema.optional(),
      late: z.stringbool().optional(),
      limit: limitOf(1000, 200),
      at: instant,
    }),
    response: orderBoardSchema,
  }),
  order: contract({
    method: 'GET',
    url: '/api/vehicles/orders/:id',
    needs: 'view.live',
    summary: '派车单卡片 / one order: its steps, costs and the verdict of order, track and cost',
    params: byId,
    query: z.object({ at: instant }),
    response: orderCardSchema,
  }),
  ledger: contract({
    method: 'GET',
    url: '/api/vehicles/:id/ledger',
    needs: 'view.live',
    summary: '单车核算 / months, costs, orders and findings of one vehicle',
    params: byId,
    response: vehicleLedgerSchema,
  }),
} as const
