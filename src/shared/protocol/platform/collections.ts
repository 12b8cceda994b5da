import type { z } from 'zod'
import { regionSchema, unitSchema, compoundSchema, buildingSchema, floorSchema, roomSchema, personSchema } from './housing.ts'
import { depotSchema, vehicleSchema, orderSchema, vehicleMonthSchema } from './vehicles.ts'
import { meterSchema, meterDaySchema, energyMonthSchema, energyQuotaSchema } from './energy.ts'

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
  'vehicle-months': vehicleMonthSchema,
  meters: meterSchema,
  'meter-days': meterDaySchema,
  'energy-months': energyMonthSchema,
  'energy-quotas': energyQuotaSchema,
} as const
export type CollectionName = keyof typeof COLLECTIONS
export type RecordOf<C extends CollectionName> = z.infer<(typeof COLLECTIONS)[C]>
export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as CollectionName[]
