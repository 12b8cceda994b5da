import type { VehicleCleanMonthRecord } from '#shared/protocol/platform.ts'
import { demonstration } from '../../made/demonstration.ts'
import { makeCleanMonths } from '../findings/cleanMonths.ts'

export const vehicleCleanMonths = demonstration({
  of: 'vehicle-clean-months',
  make: makeCleanMonths,
})

declare module '../../Province.ts' {
  interface CountyBundle {
    readonly vehicleCleanMonths: readonly VehicleCleanMonthRecord[]
  }
}
