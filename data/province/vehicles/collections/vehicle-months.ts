import type { VehicleMonthRecord } from '#shared/protocol/platform.ts'
import { demonstration } from '../../made/demonstration.ts'
import { makeVehicleMonths } from '../vehicleMonths.ts'

export const vehicleMonths = demonstration({
  of: 'vehicle-months',
  daily: true,
  make: (context, { vehicles }) => makeVehicleMonths(context, vehicles),
})

declare module '../../Province.ts' {
  interface CountyBundle {
    readonly vehicleMonths: readonly VehicleMonthRecord[]
  }
}
