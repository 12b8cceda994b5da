import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { day, regionCode, stamped } from '../../kernel/fields.ts'

/** 逐日气温: a county's mean air temperature of a civil day, °C, as measured, or as forecast for a day that has not ended. */
const weatherDaySchema = z.object({
  region: regionCode.length(6),
  day,
  meanC: z.number().min(-40).max(55),
  kind: z.enum(['measured', 'forecast']),
  ...stamped,
})
export type WeatherDayRecord = z.infer<typeof weatherDaySchema>

export const weatherDays = collection({
  name: 'weather-days',
  title: { zh: '逐日气温', en: 'mean temperature by day' },
  schema: weatherDaySchema,
  key: ['region', 'day'],
  parents: { region: 'regions' },
  series: 'current',
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'weather-days': typeof weatherDays
  }
}
