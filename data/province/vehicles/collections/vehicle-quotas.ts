import type { VehicleQuotaRecord } from '#shared/protocol/platform.ts'
import { demonstration } from '../../made/demonstration.ts'
import { makeQuotas } from '../vehicleCosts.ts'

export const vehicleQuotas = demonstration({
  of: 'vehicle-quotas',
  make: (context, { vehicles }) => makeQuotas(context, vehicles),
})

declare module '../../Province.ts' {
  interface CountyBundle {
    readonly vehicleQuotas: readonly VehicleQuotaRecord[]
  }
}
