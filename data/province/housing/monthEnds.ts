import { DAY_MS } from '#shared/kernel/time/time.ts'
import { addMeasures, type Measures } from '#shared/indices/measures.ts'
import { startOfDay } from '#shared/kernel/units.ts'
import type { EnergyMonthRecord, MeasureMonthRecord } from '#shared/protocol/platform.ts'
import type { CountyCore } from '../Province.ts'
import type { CountyContext } from './context.ts'
import { ownSumsOf, type Sums } from './rollup.ts'
import { monthsBefore } from '../vehicles/orders.ts'

const MONTHS = 12
const YEAR = 12
/** At the end of a month the newest whole one is the month before it. */
const WHOLE = 1

/** How far a county was from now at the end of a month, by what it was worse in: 1 is the usual way of a year. */
interface Pace {
  readonly over: number
  readonly idle: number
  readonly care: number
}
/** One month was a bad one: so many months back, and so much worse. */
const BAD = { monthsBack: 5, over: 0.45, idle: 0.2, care: 0.3 } as const
/** Of what is now, so much more or less a year ago; and of the base, where there is none now. */
const DRIFT = {
  over: 0.5,
  overOfOffices: 0.0008,
  idle: 0.3,
  idleOfOffices: 0.0015,
  limit: 0.014,
  people: 0.009,
  filled: 0.012,
  failed: 0.006,
  fresh: 0.035,
} as const
/** Where nothing lies over its limit now: dm² over it of a room that did. */
const OVER_DM2 = 180

/** Of the way of a year, the last month went the longest: 0 to 1. */
const SPEED = 0.6

/** Most counties got better over the year, some by much, a few got worse; it goes fast first. */
const paceOf = (context: CountyContext): ((monthsBack: number) => Pace) => {
  const rng = context.stream('measure-months')
  const [over, idle, care] = [rng.between(-0.3, 1.9), rng.between(0, 1.7), rng.between(-0.25, 1.8)]
  return (back) => {
    const way = (back / MONTHS) ** SPEED
    const bad = Number(back === BAD.monthsBack)
    return {
      over: over * way + bad * BAD.over,
      idle: idle * way + bad * BAD.idle,
      care: care * way + bad * BAD.care,
    }
  }
}

/** Whole numbers that lie off by a part: each place rounds at a lot of its own, so that the sum of many is off by that part. */
type Round = (amount: number) => number
const within = (amount: number, low: number, high: number): number => Math.min(high, Math.max(low, amount))

/** Offices in use that stood empty then: with them their area and what their occupants are allowed. */
const emptied = (now: Measures, more: number): Partial<Sums> => {
  const part = now.officeRooms > 0 ? more / now.officeRooms : 0
  const area = Math.floor(now.officeAreaDm2 * part)
  return {
    idleRooms: now.idleRooms + more,
    idleDm2: now.idleDm2 + area,
    officeRooms: now.officeRooms - more,
    officeAreaDm2: now.officeAreaDm2 - area,
    officeLimitDm2: now.officeLimitDm2 - Math.floor(now.officeLimitDm2 * part),
  }
}

/** What a place has of its own, as it stood then. */
const stoodAt = (now: Sums, { over, idle, care }: Pace, round: Round): Sums => {
  const empty = within(
    round((now.idleRooms * DRIFT.idle + now.officeRooms * DRIFT.idleOfOffices) * idle),
    0,
    Math.floor((now.officeRooms - now.overRooms) / 2),
  )
  const then = { ...now, ...emptied(now, empty) }
  const overRooms = within(
    now.overRooms + round((now.overRooms * DRIFT.over + now.officeRooms * DRIFT.overOfOffices) * over),
    0,
    then.officeRooms,
  )
  const overAreaDm2 =
    now.overRooms > 0 ? Math.round((now.overAreaDm2 * overRooms) / now.overRooms) : overRooms * OVER_DM2
  const less = (amount: number, part: number): number =>
    within(amount - round(amount * part * care), 0, Infinity)
  return {
    ...then,
    overRooms,
    overAreaDm2: Math.min(overAreaDm2, then.officeAreaDm2),
    officeLimitDm2: Math.floor(then.officeLimitDm2 * (1 - DRIFT.limit * over)),
    people: less(now.people, DRIFT.people),
    fieldsFilled: Math.min(now.fieldsRequired, less(now.fieldsFilled, DRIFT.filled)),
    checksFailed: within(now.checksFailed + round(now.checks * DRIFT.failed * care), 0, now.checks),
    recordsFresh: Math.min(now.records, less(now.recordsFresh, DRIFT.fresh)),
  }
}

const halfUp = (amount: number): number => Math.floor(amount + 0.5)
/** Months of a building that are counted together, rounded once. */
const energyOf = (months: readonly EnergyMonthRecord[]): Partial<Measures> => {
  const sum = (of: (month: EnergyMonthRecord) => number | undefined): number =>
    halfUp(months.reduce((all, month) => all + (of(month) ?? 0), 0))
  return {
    electricityKwh: sum((m) => m.electricityKwh),
    gasM3: sum((m) => m.gasM3),
    waterM3: sum((m) => m.waterM3),
    heatMj: sum((m) => (m.heatGj ?? 0) * 1000),
    coolMj: sum((m) => (m.coolGj ?? 0) * 1000),
    pvKwh: sum((m) => m.pvKwh),
    coalKg: sum((m) => m.coalKg),
    oilKg: sum((m) => m.oilKg),
    lpgKg: sum((m) => m.lpgKg),
  }
}

interface Reported {
  /** The months' own records. */
  readonly vehicleMonths: readonly {
    readonly vehicle: string
    readonly month: string
    readonly daysUsed: number
    readonly daysDue: number
  }[]
}
type County = CountyCore & Reported

/** What is told by months stood in the records of these months: nothing of it is made up. */
const reportedOf = ({ energyMonths, energyQuotas, vehicleMonths, vehicles, buildings }: County) => {
  const energy = Map.groupBy(energyMonths, ({ building }) => building)
  const quotas = new Map(energyQuotas.map((one) => [`${one.building}/${one.year}`, one.electricityKwh]))
  const issued = new Map(buildings.map(({ id, certificate }) => [id, certificate.issued]))
  const days = Map.groupBy(vehicleMonths, ({ month }) => month)
  const regions = new Map(vehicles.map(({ id, region }) => [id, region]))
  return {
    building: (id: string, month: string, window: ReadonlySet<string>): Partial<Measures> => ({
      ...energyOf((energy.get(id) ?? []).filter((one) => window.has(one.month))),
      quotaKwh: halfUp(quotas.get(`${id}/${month.slice(0, 4)}`) ?? 0),
    }),
    isCertified: (id: string, month: string): boolean => (issued.get(id) ?? '') < `${month}-32`,
    region: (code: string, month: string): Partial<Measures> => {
      const of = (days.get(month) ?? []).filter(({ vehicle }) => regions.get(vehicle) === code)
      return {
        vehicleDaysUsed: of.reduce((sum, { daysUsed }) => sum + daysUsed, 0),
        vehicleDaysDue: of.reduce((sum, { daysDue }) => sum + daysDue, 0),
      }
    },
  }
}

const levelOf = (code: string): 'province' | 'city' | 'county' =>
  code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'county'

/**
 * The ends of the twelve months before now, of a county, its compounds and its buildings: a building is the sum of its own,
 * a compound that of its buildings and a county that of its compounds and of what it has itself; of the regions above what
 * their organs have that sit in it. Energy, use of vehicles, quotas and certificates are those of the records; the rest
 * drifts to what is now. A county without anything has none.
 */
export const makeMonthEnds = (context: CountyContext, county: County): MeasureMonthRecord[] => {
  const own = ownSumsOf(county, context.now)
  if (own.buildings.size === 0) return []
  const reported = reportedOf(county)
  const pace = paceOf(context)
  const lots = context.stream('measure-months/lots')
  const lotOf = new Map(
    [...own.buildings.keys(), ...own.compounds.keys(), ...own.regions.keys()].map((id) => [id, lots.next()]),
  )
  const months = monthsBefore(context.now, MONTHS + YEAR)
  return Array.from({ length: MONTHS }, (_, i) => months.length - 1 - i).flatMap((at, i) => {
    const month = months[at] as string
    const then = pace(i + 1)
    const window = new Set(months.slice(at - WHOLE - YEAR + 1, at - WHOLE + 1))
    const standing = (id: string, now: Sums): Sums =>
      stoodAt(now, then, (amount) => Math.floor(amount + (lotOf.get(id) as number)))
    const compounds = new Map([...own.compounds].map(([id, now]) => [id, standing(id, now)]))
    const regions = new Map(
      [...own.regions].map(([code, now]) => [
        code,
        addMeasures(standing(code, now), reported.region(code, months[at - WHOLE] as string)),
      ]),
    )
    const whole = regions.get(county.region) as Sums
    const buildings = county.buildings.map(({ id, compound }): readonly [string, Sums] => {
      const sums = addMeasures(
        standing(id, own.buildings.get(id) as Sums),
        reported.building(id, month, window),
      )
      if (!reported.isCertified(id, month)) sums.certifiedDm2 = 0
      addMeasures(compounds.get(compound) ?? whole, sums)
      return [id, sums]
    })
    for (const sums of compounds.values()) addMeasures(whole, sums)
    const record = (kind: MeasureMonthRecord['kind'], place: string, measures: Sums): MeasureMonthRecord => ({
      place,
      region: own.regions.has(place) ? place : county.region,
      kind,
      month,
      measures,
      updatedAt: Math.min(context.now, startOfDay(`${month}-01`) + 33 * DAY_MS),
    })
    return [
      ...[...regions].map(([code, sums]) => record(levelOf(code), code, sums)),
      ...[...compounds].map(([id, sums]) => record('compound', id, sums)),
      ...buildings.map(([id, sums]) => record('building', id, sums)),
    ]
  })
}
