import { isHoliday, isWorkday } from '../../../server/common/clock/calendar.ts'
import {
  makeVehicleJudge,
  type Breach,
  type OrderRun,
  type Subject,
} from '../../../src/shared/vehicles/rules/judge/judge.ts'
import type { Fence } from '../../../src/shared/vehicles/fences/fence.ts'
import { makeRoadIndex } from '../../../src/shared/vehicles/roads/locate.ts'
import type { Road } from '../../../src/shared/vehicles/roads/limits.ts'
import { makeFenceIndex } from '../../../src/shared/vehicles/fences/locate.ts'
import { POINT_MARK, makePoints } from '../../../src/shared/vehicles/track/points.ts'

export const at = (text: string): number => Date.parse(`${text}:00+08:00`)
/** A Tuesday, 10:00. */
export const TUESDAY = at('2026-11-24T10:00')
export const METRE = 1 / 111_195.08
export const [LON, LAT] = [108.3, 22.8]
export const MINUTE = 60_000

export const fence = (
  id: string,
  kind: Fence['kind'],
  rule: Fence['rule'],
  shape: Fence['shape'],
  more: Partial<Fence> = {},
): Fence => ({
  id,
  region: '450103',
  name: id,
  kind,
  place: null,
  rule,
  roster: null,
  order: null,
  window: null,
  shape,
  ...more,
})
/** Metres north of the depot's middle. */
export const round = (north: number, radiusM: number): Fence['shape'] => ({
  type: 'circle',
  center: [LON, LAT + north * METRE],
  radiusM,
})
export const FENCES: readonly Fence[] = [
  fence('area', 'allowed', 'keep-in', round(0, 20_000), {
    roster: { vehicles: [], units: [], categories: [], regions: ['450103'] },
  }),
  fence('depot', 'depot', 'keep-in', round(0, 40)),
  fence('hotel', 'sensitive', 'no-stop', round(5000, 100), {
    roster: { vehicles: [], units: [], categories: ['other'], regions: [] },
  }),
  fence('scenic', 'sensitive', 'no-stop', round(8000, 100), {
    window: { days: 'restdays', from: '00:00', to: '24:00', since: null, until: null },
  }),
  fence('water', 'forbidden', 'keep-out', round(12_000, 300)),
  fence(
    'route',
    'route',
    'keep-in',
    {
      type: 'corridor',
      path: [
        [LON, LAT],
        [LON, LAT + 6000 * METRE],
      ],
      widthM: 400,
    },
    { order: 'O1' },
  ),
]

export interface Fix {
  /** Minutes from the start. */
  readonly t: number
  readonly north?: number
  readonly east?: number
  readonly kmh?: number
  readonly acc?: boolean
  readonly alarm?: number
  readonly heading?: number
  readonly mark?: number
}

/** North of the own area lie two regions, one behind the other, from 21 and 30 km on. */
const REGIONS = ['450200', '450300']
const regionIndex = makeFenceIndex(
  REGIONS.map((_, i) => ({
    type: 'polygon',
    polygons: [
      [
        [
          [LON - 1, LAT + (21_000 + i * 9000) * METRE],
          [LON + 1, LAT + (21_000 + i * 9000) * METRE],
          [LON + 1, LAT + (30_000 + i * 9000) * METRE],
          [LON - 1, LAT + (30_000 + i * 9000) * METRE],
        ],
      ],
    ],
  })),
)
const regions = { index: regionIndex, numberOf: (code: string) => REGIONS.indexOf(code) }

const indices = new WeakMap<readonly Fence[], ReturnType<typeof makeFenceIndex>>()
const indexOf = (fences: readonly Fence[]): ReturnType<typeof makeFenceIndex> => {
  const index = indices.get(fences) ?? makeFenceIndex(fences.map(({ shape }) => shape))
  indices.set(fences, index)
  return index
}

interface Given {
  readonly start?: number
  readonly orders?: readonly OrderRun[]
  readonly subject?: Partial<Subject>
  readonly fences?: readonly Fence[]
  readonly roads?: readonly Road[]
}

/** The rules over one vehicle and its ground, with what they ask for counted. */
const makeCountedJudge = (subject: Subject, given: Given, fences: readonly Fence[], breaches: Breach[]) => {
  const asked = { subjects: 0, orders: 0, places: 0 }
  const index = indexOf(fences)
  const judge = makeVehicleJudge(
    {
      calendar: { isWorkday, isHoliday },
      subject: () => (asked.subjects++, subject),
      orders: () => (asked.orders++, given.orders ?? []),
      breach: (one) => void breaches.push(one),
      mended: () => undefined,
    },
    {
      fences,
      index: { ...index, at: (lon, lat) => (asked.places++, index.at(lon, lat)) },
      roads: makeRoadIndex(given.roads ?? []),
      regions,
    },
  )
  return { judge, asked }
}

/** A vehicle of a unit with its depot at the middle, reported to the rules fix by fix; what they say is collected, and what they ask for is counted. */
export const watch = (given: Given = {}) => {
  const fences = given.fences ?? FENCES
  const breaches: Breach[] = []
  const start = given.start ?? TUESDAY
  const subject: Subject = {
    id: 'V1',
    unit: 'U1',
    category: 'other',
    unitRegion: '450103',
    keepIn: [0],
    depot: 1,
    depotLonE7: LON * 1e7,
    depotLatE7: LAT * 1e7,
    ...given.subject,
  }
  const { judge, asked } = makeCountedJudge(subject, given, fences, breaches)
  const see = (fixes: readonly Fix[]): void => {
    const points = makePoints(fixes.length)
    fixes.forEach(
      (
        { t, north = 0, east = 0, kmh = 0, acc = kmh > 0, alarm = 0, heading = 0, mark = POINT_MARK.newest },
        i,
      ) => {
        points.at[i] = start + t * MINUTE
        points.lonE7[i] = (LON + (east * METRE) / Math.cos((LAT * Math.PI) / 180)) * 1e7
        points.latE7[i] = (LAT + north * METRE) * 1e7
        points.speed[i] = kmh * 10
        points.heading[i] = heading
        points.acc[i] = acc ? 1 : 0
        points.alarm[i] = alarm
        points.mark[i] = mark
      },
    )
    judge.observe(points)
  }
  return {
    see,
    breaches,
    judge,
    asked,
    rules: () => [...new Set(breaches.map(({ rule }) => rule))].toSorted(),
  }
}
export const drive = (minutes: number, from = 0, kmh = 40): Fix[] =>
  Array.from({ length: minutes }, (_, i) => ({ t: i, north: from + i * 150, kmh }))
export const stand = (minutes: number, north: number, from = 0): Fix[] =>
  Array.from({ length: minutes + 1 }, (_, i) => ({ t: from + i, north }))
export const ORDER: OrderRun = {
  start: TUESDAY - 10 * MINUTE,
  end: TUESDAY + 300 * MINUTE,
  toRegion: null,
  route: -1,
}
