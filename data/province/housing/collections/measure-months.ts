import type { MeasureMonthRecord } from '#shared/protocol/platform.ts'
import { demonstration } from '../../made/demonstration.ts'
import { makeVehicleMonths } from '../../vehicles/vehicleMonths.ts'
import { makeMonthEnds } from '../monthEnds.ts'

export const measureMonths = demonstration({
  of: 'measure-months',
  make: (context, county) =>
    makeMonthEnds(context, { ...county, vehicleMonths: makeVehicleMonths(context, county.vehicles) }),
})

declare module '../../Province.ts' {
  interface CountyBundle {
    readonly measureMonths: readonly MeasureMonthRecord[]
  }
}
