/** 行驶, 停驶, 离线, 报警: the order is the wire order. */
export const VEHICLE_STATES = ['moving', 'parked', 'offline', 'alarm'] as const
export type VehicleState = (typeof VEHICLE_STATES)[number]
