import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { ITEM_NAMES, type ItemUnit } from '#shared/energy/items.ts'
import type { Period } from '#shared/energy/series/periods.ts'
import { isRollItem, type RollItem } from '#shared/energy/series/rollItems.ts'
import type { EnergySeriesAnswer } from '#shared/protocol/http.ts'
import type { MeterItem } from '#shared/protocol/platform.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Roster } from '../live/roster.ts'
import type { EnergySeries, SeriesQuery } from './series.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'

interface SeriesAsked {
  readonly place?: string | undefined
  readonly item: string
  readonly period: Period
  readonly from: DayString
  readonly to: DayString
}
export interface SeriesQueries {
  series(viewer: Viewer, asked: SeriesAsked): Promise<EnergySeriesAnswer>
}
export interface SeriesCardsDeps {
  readonly series: EnergySeries
  readonly directory: Directory
  readonly scope: LiveScope
  readonly roster: () => Roster
  readonly clock: () => EpochMs
}

const HOLDERS = {
  held: { zh: '各单位用电', en: 'Held by units' },
  vacant: { zh: '空置房间用电', en: 'Empty rooms' },
  common: { zh: '公共部分用电', en: 'Common parts' },
} as const

/** What a summed item is called, and in what it is counted. */
const rollItemName = (item: RollItem): { zh: string; en: string; unit: ItemUnit } => {
  if (item === 'held' || item === 'vacant' || item === 'common') return { ...HOLDERS[item], unit: 'kWh' }
  if (!item.startsWith('rest:')) return ITEM_NAMES[item as MeterItem]
  const { zh, en, unit } = ITEM_NAMES[item.slice(5) as MeterItem]
  return { zh: `${zh}·未分项余量`, en: `${en}, not itemised`, unit }
}

export const makeSeriesQueries = ({
  series,
  directory,
  scope,
  roster,
  clock,
}: SeriesCardsDeps): SeriesQueries => {
  const missing = (what: string): AppError =>
    new AppError('not-found', `${what} does not exist or lies outside your scope`)

  const requireBuilding = (viewer: Viewer, id: string, what: string): void => {
    const { buildings, buildingOrdinals, buildingsOfUnit } = directory.now()
    const ordinal = buildingOrdinals.get(id)
    const building = ordinal === undefined ? undefined : buildings[ordinal]
    if (ordinal === undefined || !building) throw missing(what)
    scope.require(viewer, what, {
      region: building.county,
      units: (unit) => buildingsOfUnit.get(unit)?.has(ordinal) ?? false,
    })
  }

  /** The place asked for, or the viewer's own; outside the scope it is answered like what does not exist. */
  const placeOf = (viewer: Viewer, place: string | undefined): Pick<SeriesQuery, 'kind' | 'id'> => {
    const own = scope.unit(viewer)
    if (place === undefined)
      return own === null ? { kind: 'region', id: viewer.scope.region } : { kind: 'unit', id: own }
    const [kind, id] = [
      place.slice(0, place.indexOf(':')) as SeriesQuery['kind'],
      place.slice(place.indexOf(':') + 1),
    ]
    if (kind === 'region') {
      if (own !== null) throw missing(place)
      return { kind, id: scope.region(viewer, id) }
    }
    if (kind === 'unit') {
      const unit = directory.now().units.get(id)
      if (!unit) throw missing(place)
      scope.require(viewer, place, { region: unit.region, units: (mine) => mine === id })
    } else requireBuilding(viewer, kind === 'meter' ? (roster().byId.get(id)?.building ?? '') : id, place)
    return { kind, id }
  }

  return {
    series: async (viewer, { place, item, period, from, to }) => {
      const at = placeOf(viewer, place)
      if (!isRollItem(item))
        throw new AppError('bad-request', `item: expected an item of energy; found "${item}"`)
      if (to < from) throw new AppError('bad-request', `to: expected a day not before ${from}; found ${to}`)
      const points = await series.read({ ...at, item, period, from, to })
      const { zh, en, unit } = rollItemName(item)
      return { place: `${at.kind}:${at.id}`, item, name: { zh, en }, unit, period, points, asOf: clock() }
    },
  }
}
