import { z } from 'zod'
import { id, day, stamped } from './common.ts'

/** 分项 codes of the 2008 guide; `total` is the building's whole electricity; water is never converted to energy. */
export const METER_ITEMS = ['total', '01A00', '01B00', '01C00', '01D00', 'water', 'gas'] as const
export const meterItemSchema = z.enum(METER_ITEMS)
export type MeterItem = z.infer<typeof meterItemSchema>

export const meterSchema = z.object({ id, building: id, item: meterItemSchema, name: z.string(), ratedKw: z.number().nonnegative(), ...stamped })
export type MeterRecord = z.infer<typeof meterSchema>

/** One meter's civil day in 96 quarter hours; null where nothing was read. kWh, m³ for water and gas. */
export const meterDaySchema = z.object({ meter: id, day, values: z.array(z.number().nullable()).length(96), ...stamped })
export type MeterDayRecord = z.infer<typeof meterDaySchema>

export const energyMonthSchema = z.object({
  building: id,
  month: z.string().regex(/^\d{4}-\d{2}$/),
  electricityKwh: z.number().nonnegative(),
  gasM3: z.number().nonnegative(),
  waterM3: z.number().nonnegative(),
  ...stamped,
})
export type EnergyMonthRecord = z.infer<typeof energyMonthSchema>

export const energyQuotaSchema = z.object({ building: id, year: z.number().int(), electricityKwh: z.number().positive(), basis: z.string(), ...stamped })
export type EnergyQuotaRecord = z.infer<typeof energyQuotaSchema>
