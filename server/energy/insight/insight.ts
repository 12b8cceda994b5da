import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import { setImmediate as breathe } from 'node:timers/promises'
import { burnDown } from '#shared/energy/insight/burnDown.ts'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import type { LoadDay } from '#shared/energy/insight/dayTypes.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { ANOMALY_ALERTS, anomalyAlerts } from '#shared/supervision/energy/anomalies.ts'
import { countByCounty } from '#shared/supervision/energy/county.ts'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { every, serial, soon } from '../../common/jobs.ts'
import type { EnergyArchive } from './archiveRows.ts'
import type { EnergyInsightRows } from './insightRows.ts'
import type { AlertBook, EnergyGrading } from '../../common/ports/alerts.ts'
import type { Energy } from '../live/live.ts'
import { anomalyCases, sumCounty, tellCounty, type CountyLoad, type ToldBuilding } from './county.ts'
import { meanWeather, sumLoads, tellForecast, type Told, type Weather } from './forecast.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { Regions, SourceLog } from '../../common/directory/types.ts'

export interface EnergyInsightDeps {
  readonly rows: EnergyInsightRows
  readonly archive: EnergyArchive
  readonly book: AlertBook
  readonly energy: Pick<Energy, 'wholeMeters' | 'buildings'>
  readonly directory: Directory
  readonly regions: Regions
  readonly grading: EnergyGrading
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
  readonly clock: Clock
  readonly log: SourceLog
}

interface YearRow {
  readonly building: string
  readonly name: string
  readonly region: string
  readonly usedKwh: number
  readonly quotaKwh: number
  /** The year that the quota was published for. */
  readonly quotaYear: number
}

/** What the background work found; the queries read it, never wait for it. */
export interface EnergyInsight {
  building(id: string): ToldBuilding | undefined
  buildingsIn(counties: ReadonlySet<string>): ToldBuilding[]
  /** Every building's electricity of the year so far beside its quota in force; null before anything was told. */
  years(now: EpochMs): YearRow[] | null
  forecast(region: string): Told | undefined
  weather(region: string, day: DayString): Weather | null
  toldAt(): EpochMs | null
  /** Looks at everything once more; calls stand in line. */
  run(): Promise<void>
  /** Runs soon, together with others that ask. */
  soon(): void
  start(): Promise<void>
  stop(): void
}

const EVERY_MS: DurationMs = HOUR_MS
const SOON_MS: DurationMs = 2_000
/** Days that baselines and forecasts look back on. */
export const HISTORY_DAYS = 42
/** Days over which a building's special use is weighed. */
const WEEKS_DAYS = 28
/** Days of the archive that are kept, for whoever looks further back. */
const KEPT_DAYS = 400
const REGIONS_KEY = 'regions'

/** The background work, and what it found. */
interface Look extends EnergyInsightDeps {
  buildings: Map<string, ToldBuilding>
  readonly forecasts: Map<string, Told>
  /** By county and day. */
  weather: Map<string, Weather>
  toldAt: EpochMs | null
  stopped: boolean
}

const countiesOf = ({ directory }: Look): string[] =>
  [...new Set(directory.now().buildings.flatMap((entry) => (entry ? [entry.county] : [])))].toSorted()

const weatherOf = ({ regions, weather }: Look, region: string, day: DayString): Weather | null =>
  meanWeather(regions.subtree(region).flatMap((code) => weather.get(`${code}|${day}`) ?? []))

const tellOne = async (
  look: Look,
  county: string,
  now: EpochMs,
  into: Map<string, ToldBuilding>,
): Promise<CountyLoad> => {
  const { archive, rows, isWorkday } = look
  const [today, year] = [dayOf(now), Number(dayOf(now).slice(0, 4))]
  const baselineFrom = dayOf(now - HISTORY_DAYS * DAY_MS)
  const monthFrom = `${wholeMonthsBefore(now, 1)[0]}-01`
  const days = await archive.days(
    county,
    monthFrom < baselineFrom ? monthFrom : baselineFrom,
    dayOf(now - DAY_MS),
  )
  const special = await rows.special(county, [dayOf(now - DAY_MS), today])
  const told = tellCounty({
    buildings: await rows.buildings(county, year),
    days,
    baselineFrom,
    months: await rows.months(county, `${year - 2}-01`),
    weeksSpecial: new Map(
      (await rows.weeksSpecial(county, dayOf(now - WEEKS_DAYS * DAY_MS), dayOf(now - DAY_MS))).map(
        ({ building, share }) => [building, share],
      ),
    ),
    special: new Map(special.map(({ building, share }) => [building, share])),
    balance: new Map(
      (await rows.balance(county, dayOf(now - DAY_MS))).map(({ building, ...sums }) => [building, sums]),
    ),
    meanC: (day) => look.weather.get(`${county}|${day}`)?.meanC ?? null,
    isWorkday,
    rules: look.rules(),
    now,
  })
  await rows.keep(
    'building',
    county,
    now,
    told.map((body) => ({ id: body.id, body })),
  )
  for (const building of told) into.set(building.id, building)
  return sumCounty(
    days.filter(({ day }) => day >= baselineFrom),
    isWorkday,
  )
}

const tellRegions = async (
  look: Look,
  loads: ReadonlyMap<string, CountyLoad>,
  now: EpochMs,
): Promise<void> => {
  const { regions, forecasts, isWorkday, rows } = look
  const above = new Set([...loads.keys()].flatMap((county) => regions.path(county).map(({ code }) => code)))
  forecasts.clear()
  for (const region of above) {
    const parts = regions.subtree(region).flatMap((code) => loads.get(code) ?? [])
    const counted = parts.reduce((sum, part) => sum + part.counted, 0)
    const days: LoadDay[] = sumLoads(
      parts.map((part) => part.days),
      isWorkday,
      (day) => weatherOf(look, region, day)?.meanC ?? null,
    )
    const told = tellForecast({
      days,
      now,
      isWorkday,
      weather: (day) => weatherOf(look, region, day),
      filled: counted === 0 ? 0 : parts.reduce((sum, part) => sum + part.filled, 0) / counted,
      filledOf: counted,
    })
    if (told) forecasts.set(region, told)
    await breathe()
  }
  await rows.keep(
    'region',
    REGIONS_KEY,
    now,
    [...forecasts].map(([id, body]) => ({ id, body })),
  )
}

const raise = async (look: Look): Promise<void> => {
  const cases = anomalyCases(look.buildings.values(), look.rules().anomaly.night.overOwn)
  const mine = new Set<string>(Object.values(ANOMALY_ALERTS))
  const bases = countByCounty([...look.buildings.values()].map(({ county }) => ({ region: county })))
  await look.book.reconcile(
    (alert) => mine.has(alert.rule),
    anomalyAlerts(cases, await look.grading.context('anomaly', bases)),
  )
}

const runOnce = async (look: Look): Promise<void> => {
  const { clock, archive, log, forecasts } = look
  const now = clock()
  const began = performance.now()
  await archive.addMeasured(dayOf(now - DAY_MS), look.energy.wholeMeters(), now)
  await archive.forget(dayOf(now - KEPT_DAYS * DAY_MS))
  look.weather = new Map(
    (await archive.weather(dayOf(now - HISTORY_DAYS * DAY_MS))).map(({ region, day, meanC, kind }) => [
      `${region}|${day}`,
      { meanC, kind },
    ]),
  )
  const loads = new Map<string, CountyLoad>()
  const told = new Map<string, ToldBuilding>()
  for (const county of countiesOf(look)) {
    if (look.stopped) return
    loads.set(county, await tellOne(look, county, now, told))
    await breathe()
  }
  /* All at once: sums over buildings of which some were told before midnight and some after would lose or double a day. */
  look.buildings = told
  await tellRegions(look, loads, now)
  look.toldAt = now
  await raise(look)
  log.info(
    { buildings: look.buildings.size, regions: forecasts.size, ms: Math.round(performance.now() - began) },
    'energy was looked through',
  )
}

const load = async (look: Look): Promise<void> => {
  const { rows, forecasts } = look
  for (const { id, at, body } of await rows.told<ToldBuilding>('building')) {
    /* One of an older form says less than a screen asks: it is told anew in a moment. */
    if (body.judgedSpecialShare === undefined) continue
    look.buildings.set(id, body)
    look.toldAt = Math.max(look.toldAt ?? 0, at)
  }
  for (const { id, body } of await rows.told<Told>('region')) forecasts.set(id, body)
}

const years = (look: Look, now: EpochMs): YearRow[] =>
  [...look.buildings.values()].flatMap((told) => {
    if (told.quotaKwh === null) return []
    const ordinal = look.directory.now().buildingOrdinals.get(told.id)
    const todayKwh = ordinal === undefined ? 0 : (look.energy.buildings.row(ordinal)?.todayKwh ?? 0)
    const year = Number(dayOf(now).slice(0, 4))
    const { usedKwh } = burnDown(
      { year, months: told.months, monthKwh: told.monthKwh + todayKwh, now },
      null,
      look.rules().year,
    )
    return [
      {
        building: told.id,
        name: told.name,
        region: told.county,
        usedKwh,
        quotaKwh: told.quotaKwh,
        quotaYear: told.quotaYear ?? year,
      },
    ]
  })

/** The look-throughs of an hour and those that are asked for, one after another. */
const makeRuns = (look: Look): Pick<EnergyInsight, 'run' | 'soon' | 'start' | 'stop'> => {
  const { directory, log } = look
  const turn = serial()
  let stopTimer: (() => Promise<void>) | null = null
  const run = (): Promise<void> => turn(async () => (look.stopped ? undefined : runOnce(look)))
  const failed = (error: unknown): void =>
    log.error({ error: String(error) }, 'energy could not be looked through')
  const gathered = soon(SOON_MS, run, { failed })
  return {
    run,
    soon: gathered.start,
    start: async () => {
      await load(look)
      stopTimer = every(EVERY_MS, run, { failed })
      if (directory.now().metersOf.size > 0) void run().catch(failed)
    },
    stop: () => {
      look.stopped = true
      void stopTimer?.()
      gathered.stop()
    },
  }
}

export const makeEnergyInsight = (deps: EnergyInsightDeps): EnergyInsight => {
  const look: Look = {
    ...deps,
    buildings: new Map(),
    forecasts: new Map(),
    weather: new Map(),
    toldAt: null,
    stopped: false,
  }
  return {
    building: (id) => look.buildings.get(id),
    /* Between midnight and the next look the day that ended is in neither: a case at the edge would end and come again. */
    years: (now) =>
      look.toldAt === null || [...look.buildings.values()].some(({ toldOn }) => toldOn !== dayOf(now))
        ? null
        : years(look, now),
    buildingsIn: (counties) => [...look.buildings.values()].filter(({ county }) => counties.has(county)),
    forecast: (region) => look.forecasts.get(region),
    weather: (region, day) => weatherOf(look, region, day),
    toldAt: () => look.toldAt,
    ...makeRuns(look),
  }
}
