import type { z } from 'zod'
import type { auditContracts } from '#shared/access/auditRoutes.ts'
import type { energyContracts } from '#shared/energy/routes.ts'
import { housingContracts } from '#shared/housing/routes.ts'
import { intakeContracts } from '#shared/intake/routes.ts'
import { readFrames } from '#shared/protocol/frame.ts'
import type { ParameterEdit, ReplayQuery, RoomEdit, unmaskSchema } from '#shared/protocol/http.ts'
import { regionContracts } from '#shared/region/routes.ts'
import { standardsContracts } from '#shared/standards/routes.ts'
import type { alertRowsContracts } from '#shared/supervision/rowRoutes.ts'
import { supervisionContracts } from '#shared/supervision/routes.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { vehiclesContracts } from '#shared/vehicles/routes.ts'
import { makeAccessApi } from './accessApi.ts'
import type { Call, QueryOf } from './call.ts'
import { late } from './late.ts'

/** Which rows of the access log; instants in epoch ms, both ends count. */
export type AuditAsked = QueryOf<typeof auditContracts.auditSummary>

/** Which rows behind an alert. */
export type AlertRowsAsked = QueryOf<(typeof alertRowsContracts)['alertRows']>

const vehicles = late(async () => {
  const { vehiclesContracts } = await import('#shared/vehicles/routes.ts')
  return { vehiclesContracts }
}, 'vehiclesContracts')
const energy = late(async () => {
  const { energyContracts } = await import('#shared/energy/routes.ts')
  return { energyContracts }
}, 'energyContracts')
const alertRows = late(async () => {
  const { alertRowsContracts } = await import('#shared/supervision/rowRoutes.ts')
  return { alertRowsContracts }
}, 'alertRowsContracts')
const mosaic = late(async () => {
  const { mosaicContracts } = await import('#shared/housing/mosaicRoutes.ts')
  return { mosaicContracts }
}, 'mosaicContracts')
const audit = late(async () => {
  const { auditContracts } = await import('#shared/access/auditRoutes.ts')
  return { auditContracts }
}, 'auditContracts')

const ground = late(async () => {
  const { groundContracts } = await import('#shared/ground/routes.ts')
  return { groundContracts }
}, 'groundContracts')

/** Fetches what panels and layers ask by, beside them and ahead of their first request. */
export const fetchContracts = async (): Promise<void> => void (await Promise.all([vehicles(), energy()]))

const makeHousingApi = (call: Call) => ({
  regions: (signal?: AbortSignal) => call(regionContracts.regions, {}, { signal }),
  borders: (version: string, signal?: AbortSignal) =>
    call(regionContracts.borders, { query: { version } }, { signal }),
  compounds: (region: string, signal?: AbortSignal) =>
    call(regionContracts.compounds, { query: { region } }, { signal }),
  measureDay: (at: EpochMs, place: string, signal?: AbortSignal) =>
    call(housingContracts.measureDay, { query: { at, place } }, { signal }),
  measureMonths: (place: string, signal?: AbortSignal, at?: EpochMs) =>
    call(housingContracts.measureMonths, { query: { place, at } }, { signal }),
  countyMonths: (query: QueryOf<typeof housingContracts.countyMonths>, signal?: AbortSignal) =>
    call(housingContracts.countyMonths, { query }, { signal }),
  place: (id: string, signal?: AbortSignal) => call(housingContracts.place, { params: { id } }, { signal }),
  interior: (id: string, signal?: AbortSignal) =>
    call(housingContracts.interior, { params: { id } }, { signal }),
  rooms: (query: QueryOf<typeof housingContracts.rooms>, signal?: AbortSignal) =>
    call(housingContracts.rooms, { query }, { signal }),
  /** Who changed a room, when and why. */
  roomChanges: (id: string, signal?: AbortSignal) =>
    call(housingContracts.roomChanges, { params: { id } }, { signal }),
  rankings: (query: QueryOf<typeof housingContracts.rankings>, signal?: AbortSignal) =>
    call(housingContracts.rankings, { query }, { signal }),
  room: (id: string, signal?: AbortSignal) => call(housingContracts.room, { params: { id } }, { signal }),
  editRoom: (id: string, body: RoomEdit) => call(housingContracts.editRoom, { params: { id }, body }),
  unit: (id: string, signal?: AbortSignal) => call(housingContracts.unit, { params: { id } }, { signal }),
  units: (query: QueryOf<typeof housingContracts.units>, signal?: AbortSignal) =>
    call(housingContracts.units, { query }, { signal }),
  worst: (query: QueryOf<typeof housingContracts.worst>, signal?: AbortSignal) =>
    call(housingContracts.worst, { query }, { signal }),
  overview: (region: string, signal?: AbortSignal) =>
    call(housingContracts.overview, { query: { region } }, { signal }),
  search: (q: string, limit: number, signal?: AbortSignal) =>
    call(housingContracts.search, { query: { q, limit } }, { signal }),
  housingPeople: (region: string, signal?: AbortSignal) =>
    call(supervisionContracts.people, { query: { region } }, { signal }),
})

const makeMosaicApi = (call: Call) => ({
  mosaicParts: async (signal?: AbortSignal) => call((await mosaic()).mosaic, {}, { signal }),
  mosaicPart: async (id: string, version: string, signal?: AbortSignal) =>
    call((await mosaic()).mosaicPart, { params: { id }, query: { version } }, { signal }),
  mosaicRooms: async (building: string, signal?: AbortSignal) =>
    call((await mosaic()).mosaicRooms, { query: { building } }, { signal }),
})

const makeGroundApi = (call: Call) => ({
  siteGround: async (signal?: AbortSignal) => call((await ground()).ground, {}, { signal }),
  siteLabels: async (signal?: AbortSignal) => call((await ground()).groundLabels, {}, { signal }),
})

const makeVehiclesApi = (call: Call) => ({
  depots: async (region: string, signal?: AbortSignal) =>
    (await call((await vehicles()).depots, { query: { region } }, { signal })).depots,
  roads: async (query: QueryOf<typeof vehiclesContracts.roads>, signal?: AbortSignal) =>
    (await call((await vehicles()).roads, { query }, { signal })).roads,
  fences: async (region: string, signal?: AbortSignal) =>
    (await call((await vehicles()).fences, { query: { region } }, { signal })).fences,
  fence: async (id: string, signal?: AbortSignal) =>
    call((await vehicles()).fence, { params: { id } }, { signal }),
  vehicleDrivers: async (id: string) => call((await vehicles()).drivers, { params: { id }, query: {} }),
  vehicle: async (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call((await vehicles()).vehicle, { params: { id }, query: { at } }, { signal }),
  track: async (id: string, from?: EpochMs, to?: EpochMs, signal?: AbortSignal) =>
    call((await vehicles()).track, { params: { id }, query: { from, to } }, { signal }),
  replay: async (query: ReplayQuery, signal?: AbortSignal) =>
    readFrames(await call((await vehicles()).replay, { query }, { signal })),
  replayTotals: async (unit: string, day: string, signal?: AbortSignal) =>
    call((await vehicles()).replayTotals, { query: { unit, day } }, { signal }),
  vehicleSummary: async (query: QueryOf<typeof vehiclesContracts.summary>, signal?: AbortSignal) =>
    call((await vehicles()).summary, { query }, { signal }),
  vehicleFigures: async (query: QueryOf<typeof vehiclesContracts.figures>, signal?: AbortSignal) =>
    call((await vehicles()).figures, { query }, { signal }),
  vehicleIndices: async (query: QueryOf<typeof vehiclesContracts.indices>, signal?: AbortSignal) =>
    call((await vehicles()).indices, { query }, { signal }),
  vehicleOverlaps: async (query: QueryOf<typeof vehiclesContracts.overlaps>, signal?: AbortSignal) =>
    call((await vehicles()).overlaps, { query }, { signal }),
  vehicleUncovered: async (query: QueryOf<typeof vehiclesContracts.uncovered>, signal?: AbortSignal) =>
    call((await vehicles()).uncovered, { query }, { signal }),
  vehicleFindings: async (query: QueryOf<typeof vehiclesContracts.findings>, signal?: AbortSignal) =>
    call((await vehicles()).findings, { query }, { signal }),
  vehicleCompliance: async (region: string, signal?: AbortSignal, at?: EpochMs) =>
    call((await vehicles()).compliance, { query: { region, at } }, { signal }),
  vehicleLedger: async (id: string, signal?: AbortSignal) =>
    call((await vehicles()).ledger, { params: { id } }, { signal }),
  orderBoard: async ({ late, ...query }: QueryOf<typeof vehiclesContracts.orders>, signal?: AbortSignal) =>
    call((await vehicles()).orders, { query: { ...query, late: late || undefined } }, { signal }),
  order: async (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call((await vehicles()).order, { params: { id }, query: { at } }, { signal }),
})

const makeEnergyApi = (call: Call) => ({
  buildingEnergy: async (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call((await energy()).building, { params: { id }, query: { at } }, { signal }),
  energyBuildings: async (region: string, signal?: AbortSignal, at?: EpochMs) =>
    (await call((await energy()).buildings, { query: { region, at } }, { signal })).buildings,
  load: async (region: string, signal?: AbortSignal, at?: EpochMs) =>
    call((await energy()).load, { query: { region, at } }, { signal }),
  energySummary: async (region: string, signal?: AbortSignal) =>
    call((await energy()).summary, { query: { region } }, { signal }),
  energyForecast: async (region: string, signal?: AbortSignal) =>
    call((await energy()).forecast, { query: { region } }, { signal }),
  energyAnomalies: async (region: string, limit: number, signal?: AbortSignal) =>
    call((await energy()).anomalies, { query: { region, limit } }, { signal }),
  energyVacancy: async (
    region: string,
    by: 'region' | 'building' | 'unit',
    limit: number,
    signal?: AbortSignal,
  ) => call((await energy()).vacancy, { query: { region, by, limit } }, { signal }),
  energyTold: async (id: string, signal?: AbortSignal) =>
    call((await energy()).told, { params: { id } }, { signal }),
  energySeries: async (query: QueryOf<typeof energyContracts.series>, signal?: AbortSignal) =>
    call((await energy()).series, { query }, { signal }),
})

const makeSupervisionApi = (call: Call) => ({
  alerts: (region: string, limit: number, signal?: AbortSignal, at?: EpochMs) =>
    call(supervisionContracts.alerts, { query: { region, limit, at } }, { signal }),
  /** Why an alert stands, and the vehicles behind it. */
  alert: (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call(supervisionContracts.alert, { params: { id }, query: { at } }, { signal }),
  /** What stands behind an alert: rooms, people, buildings, vehicles or records. */
  alertRows: async (id: string, query: AlertRowsAsked, signal?: AbortSignal) =>
    call((await alertRows()).alertRows, { params: { id }, query }, { signal }),
  parameters: (signal?: AbortSignal) => call(standardsContracts.parameters, {}, { signal }),
  parameterHistory: (key: string, signal?: AbortSignal) =>
    call(standardsContracts.parameterHistory, { params: { key } }, { signal }),
  editParameter: (key: string, body: ParameterEdit) =>
    call(standardsContracts.editParameter, { params: { key }, body }),
})

const makeAuditApi = (call: Call) => ({
  unmask: async (body: z.infer<typeof unmaskSchema>) => call((await audit()).unmask, { body }),
  audit: async (query: QueryOf<typeof auditContracts.audit>, signal?: AbortSignal) =>
    call((await audit()).audit, { query }, { signal }),
  auditSummary: async (query: AuditAsked, signal?: AbortSignal) =>
    call((await audit()).auditSummary, { query }, { signal }),
  auditNotable: async (query: QueryOf<typeof auditContracts.auditNotable>, signal?: AbortSignal) =>
    call((await audit()).auditNotable, { query }, { signal }),
  auditAnchors: async (limit: number, signal?: AbortSignal) =>
    call((await audit()).auditAnchors, { query: { limit } }, { signal }),
  verifyAudit: async (signal?: AbortSignal) => call((await audit()).verifyAudit, {}, { signal }),
  auditProgress: async (signal?: AbortSignal) => call((await audit()).auditProgress, {}, { signal }),
  /** CSV; the export is logged. */
  exportAudit: async (query: AuditAsked, signal?: AbortSignal) =>
    call((await audit()).exportAudit, { query }, { signal }),
  sources: (signal?: AbortSignal) => call(intakeContracts.sources, {}, { signal }),
  quarantine: (query: QueryOf<typeof intakeContracts.quarantine>, signal?: AbortSignal) =>
    call(intakeContracts.quarantine, { query }, { signal }),
  /** One refused record's words in the clear; logged first. */
  openQuarantine: (id: number, reason: string) =>
    call(intakeContracts.openQuarantine, { params: { id }, body: { reason } }),
})

/** What the screens ask, by name: each the call of one contract. What is thrown is makeHttp's. */
export const makeApi = (call: Call) => ({
  ...makeAccessApi(call),
  ...makeHousingApi(call),
  ...makeMosaicApi(call),
  ...makeGroundApi(call),
  ...makeVehiclesApi(call),
  ...makeEnergyApi(call),
  ...makeSupervisionApi(call),
  ...makeAuditApi(call),
})
export type Api = ReturnType<typeof makeApi>
