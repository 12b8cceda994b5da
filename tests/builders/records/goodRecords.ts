import type { PositionRecord, ReadingRecord } from '../../../src/shared/protocol/platform.ts'
import { baseOf, type Good } from './good/base.ts'
import { energyRecords } from './good/energy.ts'
import { buildingRecords, measureMonthRecords, placeRecords, roomRecords } from './good/housing.ts'
import {
  cleanMonthRecords,
  fenceRecords,
  fleetRecords,
  orderRecords,
  vehicleCostRecords,
  vehicleMonthRecords,
} from './good/vehicles.ts'

/** Every collection's good record, as far as it matters with every field that it can have; all hang on one another. `name` keeps several sets apart. */
export const goodRecords = (now: number, name = 'G', county = '450102'): Good => {
  const base = baseOf(now, name, county)
  return {
    ...placeRecords(base),
    ...buildingRecords(base),
    ...roomRecords(base),
    ...measureMonthRecords(base),
    ...fleetRecords(base),
    ...fenceRecords(base),
    ...orderRecords(base),
    ...vehicleMonthRecords(base),
    ...vehicleCostRecords(base),
    ...cleanMonthRecords(base),
    ...energyRecords(base),
  }
}

export const goodPosition = (now: number, vehicle = 'V-G'): PositionRecord => ({
  vehicle,
  at: now,
  lon: 108.3,
  lat: 22.8,
  speedKmh: 40,
  headingDeg: 90,
  acc: true,
  alarm: 0,
  crs: 'WGS84',
})
export const goodReading = (now: number, building = 'B-G', meter = 'M-G'): ReadingRecord => ({
  building,
  at: now,
  meters: [{ meter, kw: 3, total: 100 }],
})
