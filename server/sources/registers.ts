import type { MeterItem } from '#shared/protocol/platform.ts'

/** What a wire source must know of the registers to say whose meter it hears; asked anew for every message, because registers change. */
export interface SourceRegisters {
  /** The meters of a building, one an item; none for a building that the register lacks. */
  metersOf(building: string): readonly { readonly id: string; readonly item: MeterItem }[]
  /** The vehicle that a terminal's number, a VIN or a plate belongs to; null when the register has none. */
  vehicleBy(kind: 'phone' | 'vin' | 'plate', value: string): string | null
}

export const NO_REGISTERS: SourceRegisters = { metersOf: () => [], vehicleBy: () => null }
