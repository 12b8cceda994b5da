import { z } from 'zod'
import { collection } from '../../../kernel/collection.ts'
import { happenedDay, id, instant, lat, lon, stamped } from '../../../kernel/fields.ts'

const column = <T extends z.ZodType>(item: T) => z.array(item).max(20_000)

/**
 * 历史轨迹补传: what a terminal reported on a finished day, handed over where the platform kept it and this system was not there
 * yet. Columns of equal length, in order of time, WGS-84; no points where the vehicle stood or its terminal was silent all day.
 */
const vehicleTrackSchema = z
  .object({
    vehicle: id,
    day: happenedDay,
    at: column(instant),
    lon: column(lon),
    lat: column(lat),
    speedKmh: column(z.number().min(0).max(300)),
    headingDeg: column(z.number().min(0).max(360)),
    acc: column(z.union([z.literal(0), z.literal(1)])),
    ...stamped,
  })
  .refine(
    ({ at, ...rest }) =>
      [rest.lon, rest.lat, rest.speedKmh, rest.headingDeg, rest.acc].every(
        ({ length }) => length === at.length,
      ),
    { message: 'expected columns of equal length', path: ['at'] },
  )
export type VehicleTrackRecord = z.infer<typeof vehicleTrackSchema>

export const vehicleTracks = collection({
  name: 'vehicle-tracks',
  title: { zh: '历史轨迹补传', en: 'tracks of past days' },
  schema: vehicleTrackSchema,
  key: ['vehicle', 'day'],
  parents: { vehicle: 'vehicles' },
  series: 'history',
  master: 'platform',
})

declare module '../../../kernel/collection.ts' {
  interface Collections {
    'vehicle-tracks': typeof vehicleTracks
  }
}
