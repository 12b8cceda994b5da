import { z } from 'zod'
import {
  alertsSchema,
  housingLevelsSchema,
  auditAnchorsSchema,
  auditCheckSchema,
  auditNotableSchema,
  auditProgressSchema,
  auditRowSchema,
  auditSummarySchema,
  buildingEnergySchema,
  compoundRowSchema,
  depotSchema,
  energySeriesSchema,
  alertDetailSchema,
  fenceCardSchema,
  fenceRowSchema,
  energyAnomaliesSchema,
  energyForecastSchema,
  energySummarySchema,
  energyToldSchema,
  energyVacancySchema,
  healthSchema,
  interiorSchema,
  loadCurveSchema,
  parameterHistorySchema,
  parameterListSchema,
  parameterRowSchema,
  type ParameterEdit,
  measureDaySchema,
  placeViewSchema,
  replayTotalsSchema,
  quarantineSchema,
  regionsSchema,
  roomCardSchema,
  searchSchema,
  sourceStatusSchema,
  trackSchema,
  unitCardSchema,
  unmaskedSchema,
  openedQuarantineSchema,
  orderBoardSchema,
  orderCardSchema,
  overlapListSchema,
  uncoveredListSchema,
  vehicleCardSchema,
  vehicleDriverListSchema,
  vehicleFiguresSchema,
  vehicleFindingsSchema,
  vehicleIndicesSchema,
  vehicleLedgerSchema,
  vehicleSummarySchema,
  type ReplayQuery,
  type RoomEdit,
  unmaskSchema,
} from '#shared/protocol/http.ts'
import { overviewSchema, unitListSchema } from '#shared/protocol/ledger.ts'
import { readFrames } from '#shared/protocol/frame.ts'
import type { OrderStepName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/units.ts'
import { makeAccessApi } from './accessApi.ts'
import type { Http } from './http.ts'

/** Lists arrive bare or under their noun; `total` says whether anything was left off. */
const listOf = <S extends z.ZodType>(noun: string, item: S) =>
  z
    .union([z.array(item), z.looseObject({ [noun]: z.array(item) })])
    .transform((answer) => (Array.isArray(answer) ? answer : (answer[noun] as z.infer<S>[])))

const energyBuildingSchema = z.object({
  id: z.string(),
  ordinal: z.number(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  kw: z.number().nullable(),
  todayKwh: z.number().nullable(),
})
const nothing = z.unknown()
const id = encodeURIComponent

/** Which rows of the access log; instants in epoch ms, both ends count. */
export interface AuditAsked {
  readonly account?: string | undefined
  readonly event?: string | undefined
  readonly outcome?: 'ok' | 'refused' | 'failed' | undefined
  readonly from?: EpochMs | undefined
  readonly to?: EpochMs | undefined
}

/** Every route of Guanlan's own HTTP contract as one function; what is thrown is makeHttp's. */
export const makeApi = (http: Http) => ({
  ...makeAccessApi(http),
  regions: (signal?: AbortSignal) => http({ path: '/api/regions', answer: regionsSchema, signal }),
  compounds: (region: string, signal?: AbortSignal) =>
    http({
      path: '/api/compounds',
      query: { region },
      answer: listOf('compounds', compoundRowSchema),
      signal,
    }),
  depots: (region: string, signal?: AbortSignal) =>
    http({ path: '/api/depots', query: { region }, answer: listOf('depots', depotSchema), signal }),
  fences: (region: string, signal?: AbortSignal) =>
    http({ path: '/api/fences', query: { region }, answer: listOf('fences', fenceRowSchema), signal }),
  measureDay: (at: EpochMs, place: string, signal?: AbortSignal) =>
    http({ path: '/api/history/measures', query: { at, place }, answer: measureDaySchema, signal }),
  fence: (fence: string, signal?: AbortSignal) =>
    http({ path: `/api/fences/${id(fence)}`, answer: fenceCardSchema, signal }),
  place: (place: string, signal?: AbortSignal) =>
    http({ path: `/api/places/${id(place)}`, answer: placeViewSchema, signal }),
  interior: (building: string, signal?: AbortSignal) =>
    http({ path: `/api/buildings/${id(building)}/interior`, answer: interiorSchema, signal }),
  room: (room: string, signal?: AbortSignal) =>
    http({ path: `/api/rooms/${id(room)}`, answer: roomCardSchema, signal }),
  editRoom: (room: string, edit: RoomEdit) =>
    http({ method: 'PATCH', path: `/api/rooms/${id(room)}`, body: edit, answer: nothing }),
  unit: (unit: string, signal?: AbortSignal) =>
    http({ path: `/api/units/${id(unit)}`, answer: unitCardSchema, signal }),
  units: (query: { region: string; q?: string; offset: number; limit: number }, signal?: AbortSignal) =>
    http({ path: '/api/units', query, answer: unitListSchema, signal }),
  overview: (region: string, signal?: AbortSignal) =>
    http({ path: '/api/overview', query: { region }, answer: overviewSchema, signal }),
  parameters: (signal?: AbortSignal) =>
    http({ path: '/api/standards/parameters', answer: parameterListSchema, signal }),
  parameterHistory: (key: string, signal?: AbortSignal) =>
    http({ path: `/api/standards/parameters/${id(key)}/history`, answer: parameterHistorySchema, signal }),
  editParameter: (key: string, edit: ParameterEdit) =>
    http({
      method: 'PUT',
      path: `/api/standards/parameters/${id(key)}`,
      body: edit,
      answer: parameterRowSchema,
    }),
  search: (q: string, limit: number, signal?: AbortSignal) =>
    http({ path: '/api/search', query: { q, limit }, answer: searchSchema, signal }),
  vehicleDrivers: (vehicle: string) =>
    http({ path: `/api/vehicles/${id(vehicle)}/drivers`, answer: vehicleDriverListSchema }),
  vehicle: (vehicle: string, signal?: AbortSignal, at?: EpochMs) =>
    http({ path: `/api/vehicles/${id(vehicle)}`, query: { at }, answer: vehicleCardSchema, signal }),
  track: (vehicle: string, from?: EpochMs, to?: EpochMs, signal?: AbortSignal) =>
    http({ path: `/api/vehicles/${id(vehicle)}/track`, query: { from, to }, answer: trackSchema, signal }),
  replay: async (query: ReplayQuery, signal?: AbortSignal) =>
    readFrames(
      await http({ path: '/api/replay', query, answer: z.instanceof(ArrayBuffer), octets: true, signal }),
    ),
  replayTotals: (unit: string, day: string, signal?: AbortSignal) =>
    http({ path: '/api/replay/totals', query: { unit, day }, answer: replayTotalsSchema, signal }),
  vehicleSummary: (query: { region: string; unit?: string | undefined }, signal?: AbortSignal) =>
    http({ path: '/api/vehicles/summary', query, answer: vehicleSummarySchema, signal }),
  vehicleFigures: (query: { region?: string; unit?: string; period?: string }, signal?: AbortSignal) =>
    http({ path: '/api/vehicles/figures', query, answer: vehicleFiguresSchema, signal }),
  vehicleIndices: (query: { region: string; of: 'children' | 'counties' | 'units' }, signal?: AbortSignal) =>
    http({ path: '/api/vehicles/indices', query, answer: vehicleIndicesSchema, signal }),
  vehicleOverlaps: (query: { region?: string; unit?: string; day?: string }, signal?: AbortSignal) =>
    http({ path: '/api/vehicles/overlaps', query, answer: overlapListSchema, signal }),
  vehicleUncovered: (query: { region: string; day?: string; limit: number }, signal?: AbortSignal) =>
    http({ path: '/api/vehicles/uncovered', query, answer: uncoveredListSchema, signal }),
  vehicleFindings: (query: { region: string; rule?: string; limit: number }, signal?: AbortSignal) =>
    http({ path: '/api/vehicles/findings', query, answer: vehicleFindingsSchema, signal }),
  vehicleLedger: (vehicle: string, signal?: AbortSignal) =>
    http({ path: `/api/vehicles/${id(vehicle)}/ledger`, answer: vehicleLedgerSchema, signal }),
  orderBoard: (
    {
      late,
      ...query
    }: { region: string; step?: OrderStepName; late?: boolean; limit: number; at?: EpochMs | undefined },
    signal?: AbortSignal,
  ) =>
    http({
      path: '/api/vehicles/orders',
      query: { ...query, ...(late ? { late: 'true' } : {}) },
      answer: orderBoardSchema,
      signal,
    }),
  order: (order: string, signal?: AbortSignal, at?: EpochMs) =>
    http({ path: `/api/vehicles/orders/${id(order)}`, query: { at }, answer: orderCardSchema, signal }),
  buildingEnergy: (building: string, signal?: AbortSignal, at?: EpochMs) =>
    http({
      path: `/api/energy/buildings/${id(building)}`,
      query: { at },
      answer: buildingEnergySchema,
      signal,
    }),
  energyBuildings: (region: string, signal?: AbortSignal, at?: EpochMs) =>
    http({
      path: '/api/energy/buildings',
      query: { region, at },
      answer: listOf('buildings', energyBuildingSchema),
      signal,
    }),
  load: (region: string, signal?: AbortSignal, at?: EpochMs) =>
    http({ path: '/api/energy/load', query: { region, at }, answer: loadCurveSchema, signal }),
  energySummary: (region: string, signal?: AbortSignal) =>
    http({ path: '/api/energy/summary', query: { region }, answer: energySummarySchema, signal }),
  energyForecast: (region: string, signal?: AbortSignal) =>
    http({ path: '/api/energy/forecast', query: { region }, answer: energyForecastSchema, signal }),
  energyAnomalies: (region: string, limit: number, signal?: AbortSignal) =>
    http({ path: '/api/energy/anomalies', query: { region, limit }, answer: energyAnomaliesSchema, signal }),
  energyVacancy: (region: string, by: 'region' | 'building' | 'unit', limit: number, signal?: AbortSignal) =>
    http({ path: '/api/energy/vacancy', query: { region, by, limit }, answer: energyVacancySchema, signal }),
  energyTold: (building: string, signal?: AbortSignal) =>
    http({ path: `/api/energy/buildings/${id(building)}/told`, answer: energyToldSchema, signal }),
  energySeries: (
    query: {
      place: string
      item: string
      period: 'quarter' | 'hour' | 'day' | 'month' | 'year'
      from: string
      to: string
    },
    signal?: AbortSignal,
  ) => http({ path: '/api/energy/series', query, answer: energySeriesSchema, signal }),
  housingPeople: (region: string, signal?: AbortSignal) =>
    http({ path: '/api/housing/people', query: { region }, answer: housingLevelsSchema, signal }),
  alerts: (region: string, limit: number, signal?: AbortSignal, at?: EpochMs) =>
    http({ path: '/api/alerts', query: { region, limit, at }, answer: alertsSchema, signal }),
  /** Why an alert stands, and the vehicles behind it. */
  alert: (alert: string, signal?: AbortSignal, at?: EpochMs) =>
    http({ path: `/api/alerts/${id(alert)}`, query: { at }, answer: alertDetailSchema, signal }),
  sources: (signal?: AbortSignal) =>
    http({ path: '/api/sources', answer: listOf('sources', sourceStatusSchema), signal }),
  health: (signal?: AbortSignal) => http({ path: '/healthz', answer: healthSchema, signal }),
  unmask: (request: z.infer<typeof unmaskSchema>) =>
    http({ method: 'POST', path: '/api/unmask', body: request, answer: unmaskedSchema }),
  audit: (query: AuditAsked & { limit: number; before?: number }, signal?: AbortSignal) =>
    http({
      path: '/api/audit',
      query: { ...query },
      answer: z.object({ rows: z.array(auditRowSchema), total: z.number() }),
      signal,
    }),
  auditSummary: (query: AuditAsked, signal?: AbortSignal) =>
    http({ path: '/api/audit/summary', query: { ...query }, answer: auditSummarySchema, signal }),
  auditNotable: (query: Pick<AuditAsked, 'from' | 'to'>, signal?: AbortSignal) =>
    http({ path: '/api/audit/notable', query: { ...query }, answer: auditNotableSchema, signal }),
  auditAnchors: (limit: number, signal?: AbortSignal) =>
    http({ path: '/api/audit/anchors', query: { limit }, answer: auditAnchorsSchema, signal }),
  verifyAudit: (signal?: AbortSignal) =>
    http({ path: '/api/audit/verify', answer: auditCheckSchema, signal }),
  auditProgress: (signal?: AbortSignal) =>
    http({ path: '/api/audit/verify/progress', answer: auditProgressSchema, signal }),
  /** CSV; the export is logged. */
  exportAudit: (query: AuditAsked, signal?: AbortSignal) =>
    http({
      path: '/api/audit/export',
      query: { ...query },
      answer: z.instanceof(ArrayBuffer),
      octets: true,
      signal,
    }),
  quarantine: (query: { source?: string | undefined; offset: number; limit: number }, signal?: AbortSignal) =>
    http({ path: '/api/quarantine', query, answer: quarantineSchema, signal }),
  /** One refused record's words in the clear; logged first. */
  openQuarantine: (row: number, reason: string) =>
    http({
      method: 'POST',
      path: `/api/quarantine/${row}/open`,
      body: { reason },
      answer: openedQuarantineSchema,
    }),
})
export type Api = ReturnType<typeof makeApi>
