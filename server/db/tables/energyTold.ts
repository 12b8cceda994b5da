import type { Generated, JSONColumnType } from 'kysely'

/** A finished day of a building's whole electricity, kWh by hour of UTC+8. */
interface EnergyHoursTable {
  building: string
  day: string
  values: (number | null)[]
  /** m³ by hour; null where its water is not metered. */
  water: Generated<(number | null)[] | null>
  /** `platform`: its archive; `meters`: summed here from the quarter hours of the meters that make the whole. */
  origin: 'platform' | 'meters'
  source: string
  updated_at: number
  received_at: number
}

/** Mean air temperature of a county's civil day, °C. */
interface WeatherDaysTable {
  region: string
  day: string
  mean_c: number
  kind: 'measured' | 'forecast'
  source: string
  updated_at: number
  received_at: number
}

/** What the background work found, by kind and building or region; `at` is when it was true. */
interface EnergyToldTable {
  kind: 'building' | 'region'
  id: string
  county: string
  at: number
  body: JSONColumnType<object>
}

export interface EnergyToldTables {
  energy_hours: EnergyHoursTable
  weather_days: WeatherDaysTable
  energy_told: EnergyToldTable
}
