import type { z } from 'zod'
import { auditContracts } from '#shared/access/auditRoutes.ts'
import { energyContracts } from '#shared/energy/routes.ts'
import { housingContracts } from '#shared/housing/routes.ts'
import { intakeContracts } from '#shared/intake/routes.ts'
import { readFrames } from '#shared/protocol/frame.ts'
import type { ParameterEdit, ReplayQuery, RoomEdit, unmaskSchema } from '#shared/protocol/http.ts'
import { regionContracts } from '#shared/region/routes.ts'
import { standardsContracts } from '#shared/standards/routes.ts'
import { supervisionContracts } from '#shared/supervision/routes.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { vehiclesContracts } from '#shared/vehicles/routes.ts'
import { makeAccessApi } from './accessApi.ts'
import type { Call, QueryOf } from './call.ts'

/** Which rows of the access log; instants in epoch ms, both ends count. */
export type AuditAsked = QueryOf<typeof auditContracts.auditSummary>

const makeHousingApi = (call: Call) => ({
  regions: (signal?: AbortSignal) => call(regionContracts.regions, {}, { signal }),
  compounds: (region: string, signal?: AbortSignal) =>
    call(regionContracts.compounds, { query: { region } }, { signal }),
  measureDay: (at: EpochMs, place: string, signal?: AbortSignal) =>
    call(housingContracts.measureDay, { query: { at, place } }, { signal }),
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
  overview: (region: string, signal?: AbortSignal) =>
    call(housingContracts.overview, { query: { region } }, { signal }),
  search: (q: string, limit: number, signal?: AbortSignal) =>
    call(housingContracts.search, { query: { q, limit } }, { signal }),
  housingPeople: (region: string, signal?: AbortSignal) =>
    call(housingContracts.people, { query: { region } }, { signal }),
})

const makeVehiclesApi = (call: Call) => ({
  depots: async (region: string, signal?: AbortSignal) =>
    (await call(vehiclesContracts.depots, { query: { region } }, { signal })).depots,
  fences: async (region: string, signal?: AbortSignal) =>
    (await call(vehiclesContracts.fences, { query: { region } }, { signal })).fences,
  fence: (id: string, signal?: AbortSignal) => call(vehiclesContracts.fence, { params: { id } }, { signal }),
  vehicleDrivers: (id: string) => call(vehiclesContracts.drivers, { params: { id }, query: {} }),
  vehicle: (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call(vehiclesContracts.vehicle, { params: { id }, query: { at } }, { signal }),
  track: (id: string, from?: EpochMs, to?: EpochMs, signal?: AbortSignal) =>
    call(vehiclesContracts.track, { params: { id }, query: { from, to } }, { signal }),
  replay: async (query: ReplayQuery, signal?: AbortSignal) =>
    readFrames(await call(vehiclesContracts.replay, { query }, { signal })),
  replayTotals: (unit: string, day: string, signal?: AbortSignal) =>
    call(vehiclesContracts.replayTotals, { query: { unit, day } }, { signal }),
  vehicleSummary: (query: QueryOf<typeof vehiclesContracts.summary>, signal?: AbortSignal) =>
    call(vehiclesContracts.summary, { query }, { signal }),
  vehicleFigures: (query: QueryOf<typeof vehiclesContracts.figures>, signal?: AbortSignal) =>
    call(vehiclesContracts.figures, { query }, { signal }),
  vehicleIndices: (query: QueryOf<typeof vehiclesContracts.indices>, signal?: AbortSignal) =>
    call(vehiclesContracts.indices, { query }, { signal }),
  vehicleOverlaps: (query: QueryOf<typeof vehiclesContracts.overlaps>, signal?: AbortSignal) =>
    call(vehiclesContracts.overlaps, { query }, { signal }),
  vehicleUncovered: (query: QueryOf<typeof vehiclesContracts.uncovered>, signal?: AbortSignal) =>
    call(vehiclesContracts.uncovered, { query }, { signal }),
  vehicleFindings: (query: QueryOf<typeof vehiclesContracts.findings>, signal?: AbortSignal) =>
    call(vehiclesContracts.findings, { query }, { signal }),
  vehicleLedger: (id: string, signal?: AbortSignal) =>
    call(vehiclesContracts.ledger, { params: { id } }, { signal }),
  orderBoard: ({ late, ...query }: QueryOf<typeof vehiclesContracts.orders>, signal?: AbortSignal) =>
    call(vehiclesContracts.orders, { query: { ...query, late: late || undefined } }, { signal }),
  order: (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call(vehiclesContracts.order, { params: { id }, query: { at } }, { signal }),
})

const makeEnergyApi = (call: Call) => ({
  buildingEnergy: (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call(energyContracts.building, { params: { id }, query: { at } }, { signal }),
  energyBuildings: async (region: string, signal?: AbortSignal, at?: EpochMs) =>
    (await call(energyContracts.buildings, { query: { region, at } }, { signal })).buildings,
  load: (region: string, signal?: AbortSignal, at?: EpochMs) =>
    call(energyContracts.load, { query: { region, at } }, { signal }),
  energySummary: (region: string, signal?: AbortSignal) =>
    call(energyContracts.summary, { query: { region } }, { signal }),
  energyForecast: (region: string, signal?: AbortSignal) =>
    call(energyContracts.forecast, { query: { region } }, { signal }),
  energyAnomalies: (region: string, limit: number, signal?: AbortSignal) =>
    call(energyContracts.anomalies, { query: { region, limit } }, { signal }),
  energyVacancy: (region: string, by: 'region' | 'building' | 'unit', limit: number, signal?: AbortSignal) =>
    call(energyContracts.vacancy, { query: { region, by, limit } }, { signal }),
  energyTold: (id: string, signal?: AbortSignal) =>
    call(energyContracts.told, { params: { id } }, { signal }),
  energySeries: (query: QueryOf<typeof energyContracts.series>, signal?: AbortSignal) =>
    call(energyContracts.series, { query }, { signal }),
})

const makeSupervisionApi = (call: Call) => ({
  alerts: (region: string, limit: number, signal?: AbortSignal, at?: EpochMs) =>
    call(supervisionContracts.alerts, { query: { region, limit, at } }, { signal }),
  /** Why an alert stands, and the vehicles behind it. */
  alert: (id: string, signal?: AbortSignal, at?: EpochMs) =>
    call(supervisionContracts.alert, { params: { id }, query: { at } }, { signal }),
  parameters: (signal?: AbortSignal) => call(standardsContracts.parameters, {}, { signal }),
  parameterHistory: (key: string, signal?: AbortSignal) =>
    call(standardsContracts.parameterHistory, { params: { key } }, { signal }),
  editParameter: (key: string, body: ParameterEdit) =>
    call(standardsContracts.editParameter, { params: { key }, body }),
})

const makeAuditApi = (call: Call) => ({
  unmask: (body: z.infer<typeof unmaskSchema>) => call(auditContracts.unmask, { body }),
  audit: (query: QueryOf<typeof auditContracts.audit>, signal?: AbortSignal) =>
    call(auditContracts.audit, { query }, { signal }),
  auditSummary: (query: AuditAsked, signal?: AbortSignal) =>
    call(auditContracts.auditSummary, { query }, { signal }),
  auditNotable: (query: QueryOf<typeof auditContracts.auditNotable>, signal?: AbortSignal) =>
    call(auditContracts.auditNotable, { query }, { signal }),
  auditAnchors: (limit: number, signal?: AbortSignal) =>
    call(auditContracts.auditAnchors, { query: { limit } }, { signal }),
  verifyAudit: (signal?: AbortSignal) => call(auditContracts.verifyAudit, {}, { signal }),
  auditProgress: (signal?: AbortSignal) => call(auditContracts.auditProgress, {}, { signal }),
  /** CSV; the export is logged. */
  exportAudit: (query: AuditAsked, signal?: AbortSignal) =>
    call(auditContracts.exportAudit, { query }, { signal }),
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
  ...makeVehiclesApi(call),
  ...makeEnergyApi(call),
  ...makeSupervisionApi(call),
  ...makeAuditApi(call),
})
export type Api = ReturnType<typeof makeApi>
