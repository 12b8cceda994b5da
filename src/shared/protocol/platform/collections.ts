import type { z } from 'zod'
import {
  regionSchema,
  unitSchema,
  compoundSchema,
  buildingSchema,
  floorSchema,
  roomSchema,
  personSchema,
} from './housing.ts'
import { depotSchema, vehicleSchema, fenceSchema, orderSchema, vehicleMonthSchema } from './vehicles.ts'
import {
  orderStepLimitSchema,
  overlapMonthSchema,
  vehicleCostSchema,
  vehicleQuotaSchema,
  vehicleRentalSchema,
  vehicleTrackSchema,
  vehicleVendorSchema,
} from './vehicleLedger.ts'
import { roadLimitSchema, workingHoursSchema } from './vehicleRules.ts'
import {
  meterSchema,
  meterDaySchema,
  energyMonthSchema,
  energyQuotaSchema,
  energyDaySchema,
  weatherDaySchema,
} from './energy.ts'

/** The collections of the request way, in the order in which parents come before children. */
export const COLLECTIONS = {
  regions: regionSchema,
  units: unitSchema,
  compounds: compoundSchema,
  buildings: buildingSchema,
  floors: floorSchema,
  people: personSchema,
  rooms: roomSchema,
  depots: depotSchema,
  vehicles: vehicleSchema,
  orders: orderSchema,
  fences: fenceSchema,
  'road-limits': roadLimitSchema,
  'working-hours': workingHoursSchema,
  'vehicle-months': vehicleMonthSchema,
  'order-step-limits': orderStepLimitSchema,
  'vehicle-vendors': vehicleVendorSchema,
  'vehicle-costs': vehicleCostSchema,
  'vehicle-rentals': vehicleRentalSchema,
  'vehicle-quotas': vehicleQuotaSchema,
  meters: meterSchema,
  'meter-days': meterDaySchema,
  'energy-months': energyMonthSchema,
  'energy-quotas': energyQuotaSchema,
  'energy-days': energyDaySchema,
  'weather-days': weatherDaySchema,
  'overlap-months': overlapMonthSchema,
  'vehicle-tracks': vehicleTrackSchema,
} as const
export type CollectionName = keyof typeof COLLECTIONS
export type RecordOf<C extends CollectionName> = z.infer<(typeof COLLECTIONS)[C]>
export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as CollectionName[]

/** Series over time: they go to tables of their own, not to the ledger, and are never edited. */
const SERIES = [
  'meter-days',
  'energy-days',
  'weather-days',
  'overlap-months',
  'vehicle-tracks',
] as const satisfies readonly CollectionName[]
export type SeriesName = (typeof SERIES)[number]
export const isSeries = (name: CollectionName): name is SeriesName =>
  (SERIES as readonly CollectionName[]).includes(name)

/** Collections of the past that are large and that no screen waits for: pulled piece by piece after all others. */
export const HISTORY = ['overlap-months', 'vehicle-tracks'] as const satisfies readonly SeriesName[]
export type HistoryName = (typeof HISTORY)[number]
export const isHistory = (name: CollectionName): name is HistoryName =>
  (HISTORY as readonly CollectionName[]).includes(name)
