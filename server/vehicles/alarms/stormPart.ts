import type { VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import { sharesText } from '#shared/vehicles/rules/vehiclesFold.ts'
import { toSent } from '#shared/supervision/kept.ts'
import type { PartOf } from '../../common/ports/alerts.ts'
import type { Directory } from '../../common/directory/directory.ts'

export interface StormPartDeps {
  readonly directory: Pick<Directory, 'now'>
  readonly regions: { get(code: string): { readonly name: string } | undefined }
}

/** A storm as it is seen from a region or a unit that it reaches beyond. */
export const makePartOf =
  ({ directory, regions }: StormPartDeps): PartOf =>
  (alert, share, region, unit) => {
    const name = (unit === null ? regions.get(region)?.name : directory.now().units.get(unit)?.name) ?? region
    return {
      ...toSent(alert),
      region,
      place: region,
      placeName: name,
      count: share.count,
      text: sharesText(name, alert.rule as VehicleRule, share, unit !== null),
    }
  }
