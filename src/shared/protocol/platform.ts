/**
 * The published contract of the platforms that stand below Guanlan: the canonical records of the request, callback,
 * session and broadcast ways. The OpenAPI and AsyncAPI files are generated from these schemas.
 * Every coordinate is WGS-84 unless the record's `crs` says otherwise. Areas are m² with two decimals.
 */
export const CONTRACT_VERSION = '1.0.0'

export * from './platform/housing.ts'
export * from './platform/vehicles.ts'
export * from './platform/vehicleRules.ts'
export * from './platform/vehicleLedger.ts'
export * from './platform/energy.ts'
export * from './platform/collections.ts'
export * from './platform/ways.ts'
export { LATEST_INSTANT, timeFault } from './platform/common.ts'
