import type { Alert } from '#shared/protocol/http.ts'
import type { VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import { sharesText } from '#shared/vehicles/rules/vehiclesFold.ts'
import type { KeptAlert } from './alertRows.ts'
import type { FactShare } from '../../vehicles/alarms/factRows.ts'
import type { Directory } from '../../common/directory/directory.ts'

/** What is sent of an alert: whose unit it is stays here. */
export const toSent = ({
  id,
  at,
  severity,
  subject,
  rule,
  place,
  placeName,
  region,
  text,
  count,
  citation,
  dueAt,
}: KeptAlert): Alert => ({
  id,
  at,
  severity,
  subject,
  rule,
  place,
  placeName,
  region,
  text,
  count,
  citation,
  dueAt: dueAt ?? null,
})

export interface PartDeps {
  readonly directory: Pick<Directory, 'now'>
  readonly regions: { get(code: string): { readonly name: string } | undefined }
}

/** A storm as it is seen from a region or a unit that it reaches beyond: with the own name and number. */
export const makePartOf =
  ({ directory, regions }: PartDeps) =>
  (alert: KeptAlert, share: Omit<FactShare, 'alert'>, region: string, unit: string | null): Alert => {
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
