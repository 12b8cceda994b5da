import { terminalKey, type DirectoryState } from '../../common/directory/directory.ts'
import type { Regions, Rejected } from '../../common/directory/types.ts'

type Registers = Pick<
  DirectoryState,
  'vehicles' | 'vehicleOrdinals' | 'terminals' | 'buildings' | 'buildingOrdinals' | 'meters' | 'units'
>

const textOf = (body: unknown, field: string): string | null => {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : null
  return typeof value === 'string' ? value : null
}

const ofVehicle = (now: Registers, id: string | null): string | null => {
  const ordinal = id === null ? undefined : now.vehicleOrdinals.get(id)
  return (ordinal === undefined ? null : now.vehicles[ordinal]?.region) ?? null
}
const ofBuilding = (now: Registers, id: string | null): string | null => {
  const ordinal = id === null ? undefined : now.buildingOrdinals.get(id)
  return (ordinal === undefined ? null : now.buildings[ordinal]?.county) ?? null
}
/** Gateways name the terminal, the VIN or the plate; collectors begin with the building. */
const ofSender = (now: Registers, who: string | null): string | null => {
  if (who === null) return null
  const vehicle = (['phone', 'vin', 'plate'] as const)
    .map((kind) => now.terminals.get(terminalKey(kind, who)))
    .find((id) => id !== undefined)
  return ofVehicle(now, vehicle ?? null) ?? ofBuilding(now, who.split('/')[0] ?? null)
}

/**
 * The region that a refused record belongs to: of the vehicle, meter, building or unit of the registers that it names,
 * else the one that it claims itself, if there is such a region; null where it cannot be told.
 */
export const regionOfRejected = (
  { collection, recordId, body }: Rejected,
  now: Registers,
  regions: Pick<Regions, 'path'>,
): string | null => {
  const named =
    ofVehicle(now, textOf(body, 'vehicle')) ??
    ofBuilding(now, now.meters.get(textOf(body, 'meter') ?? '')?.building ?? textOf(body, 'building')) ??
    now.units.get(textOf(body, 'unit') ?? '')?.region ??
    ofSender(now, recordId)
  if (named !== null) return named
  const claimed = textOf(body, collection === 'regions' ? 'code' : 'region')
  return claimed !== null && regions.path(claimed).length > 0 ? claimed : null
}
