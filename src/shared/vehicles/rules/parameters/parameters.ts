import { MOTION } from './motion.ts'
import { SPEED } from './speed.ts'
import { BORDERS } from './borders.ts'
import { ORDERS } from './orders.ts'
import { STOPS } from './stops.ts'
import type { VehicleParameter } from './parameter.ts'

/** The one table of thresholds; what no public text gives is 本系统口径. A clock is an hour of the day in UTC+8. */
export const VEHICLE_PARAMETERS = {
  ...MOTION,
  ...SPEED,
  ...BORDERS,
  ...ORDERS,
  ...STOPS,
} as const satisfies Record<string, VehicleParameter>

export type VehicleParameterKey = keyof typeof VEHICLE_PARAMETERS
export type VehicleParameterValues = Partial<Record<VehicleParameterKey, number>>
