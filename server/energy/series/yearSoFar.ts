import { DAY_MS } from '#shared/kernel/time/time.ts'
import { burnDown } from '#shared/energy/insight/burnDown.ts'
import { keepMonths, turnDay, type ToldYear } from '#shared/energy/series/monthsKept.ts'
import type { BuildingEnergy } from '#shared/protocol/http.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { EnergyCards } from './cardRows.ts'
import type { Energy } from '../live/live.ts'
import type { Directory } from '../../common/directory/directory.ts'

export interface YearSoFarDeps {
  readonly energy: Pick<Energy, 'buildings' | 'series'>
  readonly cards: Pick<EnergyCards, 'quota' | 'months'>
  readonly directory: Pick<Directory, 'now'>
  /** A building's months and this month's finished days, as the background work told them; null where it did not. */
  readonly toldYear: (building: string) => ToldYear | null
  readonly rules: Rules
}

/** A building's year as it stands now, beside its quota. */
export const makeYearSoFar = (deps: YearSoFarDeps) => {
  const { energy, cards, directory } = deps

  const yearOf = async (id: string, now: EpochMs): Promise<BuildingEnergy['year']> => {
    const today = dayOf(now)
    const [year, month] = [Number(today.slice(0, 4)), today.slice(0, 7)]
    const quota = await cards.quota(id, year)
    const told = deps.toldYear(id)
    const todayKwh = energy.buildings.row(directory.now().buildingOrdinals.get(id) ?? 0)?.todayKwh ?? 0
    const turned = told ? turnDay(told, await dayKwh(id, dayOf(now - DAY_MS)), now) : null
    const months =
      turned?.months ??
      keepMonths(await cards.months(id, `${year - 2}-01`, month), [], now, deps.rules().year)
    const monthKwh = turned ? turned.monthKwh + todayKwh : await monthSoFar(id, now)
    const { usedKwh, projectedKwh } = burnDown({ year, months, monthKwh, now }, null, deps.rules().year)
    return {
      year,
      usedKwh,
      quotaKwh: quota?.kwh ?? null,
      quotaYear: quota?.year ?? null,
      basis: quota?.basis ?? null,
      projectedKwh,
    }
  }

  const dayKwh = async (id: string, day: DayString): Promise<number> =>
    ((await energy.series.days('building', [id], 'total', day, day)).get(id)?.get(day)?.wh ?? 0) / 1000

  const monthSoFar = async (id: string, now: EpochMs): Promise<number> => {
    const today = dayOf(now)
    const [month] = await energy.series.read({
      kind: 'building',
      id,
      item: 'total',
      period: 'month',
      from: `${today.slice(0, 7)}-01`,
      to: today,
    })
    return month?.kwh ?? 0
  }

  return yearOf
}
