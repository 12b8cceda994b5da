import type { EnergyVacancy } from '#shared/protocol/http.ts'
import type { UnitShare } from './insightRows.ts'
import type { ToldBuilding } from './county.ts'

export type VacancyRow = EnergyVacancy['rows'][number]

const addUp = (
  id: string,
  name: string,
  kind: VacancyRow['kind'],
  parts: readonly VacancyRow[],
): VacancyRow => {
  const sum = (of: (row: VacancyRow) => number): number => parts.reduce((total, row) => total + of(row), 0)
  const electricityKwh = sum((row) => row.electricityKwh)
  const byElectricity = (of: (row: VacancyRow) => number): number =>
    electricityKwh > 0 ? sum((row) => of(row) * row.electricityKwh) / electricityKwh : 0
  return {
    id,
    name,
    kind,
    kwh: sum((row) => row.kwh),
    idleDm2: sum((row) => row.idleDm2),
    usableDm2: sum((row) => row.usableDm2),
    electricityKwh,
    specialShare: byElectricity((row) => row.specialShare),
    metered: byElectricity((row) => row.metered),
  }
}

/** Buildings with empty rooms; the others have no such energy. */
export const byBuilding = (buildings: readonly ToldBuilding[]): VacancyRow[] =>
  buildings.flatMap(({ id, name, emptyKwh, idleDm2, usableDm2, electricityKwh, specialShare, isItemised }) =>
    emptyKwh === null
      ? []
      : [
          {
            id,
            name,
            kind: 'building' as const,
            kwh: emptyKwh,
            idleDm2,
            usableDm2,
            electricityKwh,
            specialShare,
            metered: isItemised ? 1 : 0,
          },
        ],
  )

export const byRegion = (
  buildings: readonly ToldBuilding[],
  children: readonly string[],
  subtree: (code: string) => ReadonlySet<string>,
  nameOf: (code: string) => string,
): VacancyRow[] => {
  if (children.length === 0) return byBuilding(buildings)
  return children.map((code) => {
    const below = subtree(code)
    return addUp(
      code,
      nameOf(code),
      'region',
      byBuilding(buildings.filter(({ county }) => below.has(county))),
    )
  })
}

/** A unit's empty rooms take their buildings' energy of empty rooms by area. */
export const byUnit = (buildings: readonly ToldBuilding[], shares: readonly UnitShare[]): VacancyRow[] => {
  const of = new Map(byBuilding(buildings).map((row) => [row.id, row]))
  return [...Map.groupBy(shares, ({ unit }) => unit)].flatMap(([unit, rows]) => {
    const parts = rows.flatMap((share) => {
      const row = of.get(share.building)
      if (!row || row.usableDm2 === 0) return []
      const part = share.usableDm2 / row.usableDm2
      const kwh = row.idleDm2 > 0 ? (row.kwh * share.idleDm2) / row.idleDm2 : 0
      return [
        {
          ...row,
          kwh,
          idleDm2: share.idleDm2,
          usableDm2: share.usableDm2,
          electricityKwh: row.electricityKwh * part,
        },
      ]
    })
    return parts.length === 0 ? [] : [addUp(unit, rows[0]?.name ?? unit, 'unit', parts)]
  })
}

export const sumOfRows = (id: string, name: string, rows: readonly VacancyRow[]): VacancyRow =>
  addUp(id, name, 'region', rows)
