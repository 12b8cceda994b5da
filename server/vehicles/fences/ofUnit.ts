import { binds } from '#shared/vehicles/fences/fence.ts'
import type { FenceRow as StoredFence, FencesRepository } from './fenceRows.ts'
import type { VehicleEntry } from '../../common/directory/directoryRows.ts'
import type { Directory } from '../../common/directory/directory.ts'

export interface FencesOfUnitDeps {
  readonly fences: Pick<FencesRepository, 'ordersOf'>
  readonly directory: Pick<Directory, 'now'>
}

/** Of these fences the ones that concern a unit: where its vehicles are kept, of its orders, and those that bind a vehicle of it. */
export const fencesOfUnit = async (
  { fences, directory }: FencesOfUnitDeps,
  unit: string,
  all: readonly StoredFence[],
): Promise<StoredFence[]> => {
  const { vehicles, units } = directory.now()
  const own = vehicles.filter((entry): entry is VehicleEntry => entry?.unit === unit)
  const depots = new Set(own.map(({ depot }) => depot))
  const orders = await fences.ordersOf(
    unit,
    all.flatMap(({ order }) => order ?? []),
  )
  const home = units.get(unit)?.region
  return all.filter((fence) => {
    if (fence.order !== null) return orders.has(fence.order)
    if (fence.kind === 'depot' && fence.roster === null) return depots.has(fence.id)
    return own.some((vehicle) => binds(fence, vehicle, home))
  })
}
