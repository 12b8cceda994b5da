import type { HousingDays } from '#shared/supervision/housing.ts'
import type { HousingPeople } from '#shared/supervision/housingPeople.ts'

/** Whose people are meant: of all units, of those that sit in some counties, or of one. */
export type HousingPeopleOf = { readonly regions: readonly string[] } | { readonly unit: string } | null

/** Reads what concerns people in rooms: who left and still holds one, who holds several, how many there are. */
export type ReadHousingPeople = (
  days: Pick<HousingDays, 'leavers' | 'leaversRed'>,
  of?: HousingPeopleOf,
) => Promise<HousingPeople>
