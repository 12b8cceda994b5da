import { maskPlate } from '#shared/access/masks.ts'
import type { AlertRow } from '#shared/supervision/rows/answers.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { AlertRowsQuery } from '../../common/ports/alertRows.ts'

/** Who a vehicle is for whoever asks: its plate by role, its unit, and what is opened: it while the register has it, its unit where no vehicle is meant. */
export const vehicleRow = (
  directory: Pick<Directory, 'now'>,
  {
    vehicle,
    unit,
    plate,
  }: { readonly vehicle: string | null; readonly unit: string; readonly plate?: string },
  { masked, regions }: Pick<AlertRowsQuery, 'masked' | 'regions'>,
): Pick<AlertRow, 'name' | 'unit' | 'opens'> => {
  const { vehicles, vehicleOrdinals, units } = directory.now()
  const entry = vehicle === null ? undefined : vehicles[vehicleOrdinals.get(vehicle) ?? -1]
  const named = units.get(unit)
  const opens: AlertRow['opens'] | undefined =
    vehicle === null
      ? named && { kind: 'unit', id: unit, at: named.region }
      : entry && { kind: 'vehicle', id: String(entry.ordinal), at: entry.region }
  return {
    name: entry ? (masked ? maskPlate(entry.plate) : entry.plate) : (plate ?? '—'),
    unit: { id: unit, name: named?.name ?? unit },
    opens: opens && (regions === null || regions.includes(opens.at)) ? opens : null,
  }
}
