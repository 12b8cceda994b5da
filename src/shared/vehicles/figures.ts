import { MINUTE_MS } from '../kernel/time/time.ts'
import type { Mark } from '../indices/indices.ts'
import { OVERLAP, type OverlapLimits } from './orders/overlap.ts'
import { runningCost, type VehicleSums } from './sums.ts'

/** What a period of a place is judged by: its months, the same months a year before, and the trips whose tracks were compared. */
export interface FigureFacts {
  readonly now: VehicleSums
  /** null where the months a year before are not known. */
  readonly before: VehicleSums | null
  readonly months: number
  readonly overlap: { readonly trips: number; readonly overlapping: number }
}

export interface VehicleFigure {
  readonly id: string
  readonly name: { readonly zh: string; readonly en: string }
  /** Which of 双费双率 it belongs to. */
  readonly group: 'running' | 'rental' | 'use' | 'overlap'
  readonly unit: '元' | '%'
  readonly decimals: number
  readonly formula: { readonly zh: string; readonly en: string }
  readonly mark: Mark
  /** null where its base is missing. */
  value(facts: FigureFacts): number | null
}

const ratio = (part: number, whole: number, factor = 1): number | null =>
  whole > 0 ? (part / whole) * factor : null
const change = (now: number, before: number | null | undefined): number | null =>
  before ? (now / before - 1) * 100 : null

/** The name of the four figures is public (山东), their formulas are not. */
export const FIGURE_SOURCE = {
  zh: '指标名称见山东省机关事务工作动态 173 期(双费双率);公式未公开,为本系统口径',
  en: "named in Shandong's bulletin 173; the formulas are not public and are this system's own",
}

/** What makes two trips one, with the limits that it is held to. */
export const overlapFormula = ({
  stepM,
  nearM,
  headingDeg,
  startsWithinMs,
  destinationM,
  share,
}: OverlapLimits = OVERLAP): VehicleFigure['formula'] => ({
  zh: `出车时间相差 ${startsWithinMs / MINUTE_MS} 分钟内、目的地相距 ${destinationM} 米内的不同车辆两两比对:按 ${stepM} 米取点,两程各有 ${Math.round(share * 100)}% 以上的点距另一程 ${nearM} 米内且方向差不超过 ${headingDeg}° 为重叠;重叠率 = 有重叠的出行 ÷ 比对的出行`,
  en: `trips of different vehicles that start within ${startsWithinMs / MINUTE_MS} min for places at most ${destinationM} m apart, resampled to ${stepM} m: a pair overlaps when at least ${Math.round(share * 100)} % of the points of both lie within ${nearM} m and ${headingDeg}° of the other; rate = trips in a pair ÷ trips compared`,
})

/** 双费双率 (rules A3.3): 公车运维费用, 租赁车辆费用, 车辆使用率, 出行轨迹重叠率, each with what is derived from it. */
export const VEHICLE_FIGURES = [
  {
    id: 'runningCost',
    group: 'running',
    name: { zh: '公车运维费用', en: 'Running cost' },
    unit: '元',
    decimals: 0,
    mark: 'D',
    formula: {
      zh: 'Σ(燃油/充电 + 维修保养 + 保险 + 路桥 + 停车 + 年检、清洗等其他)',
      en: 'Σ(fuel or charge + maintenance + insurance + tolls + parking + other)',
    },
    value: ({ now }) => (now.vehicles > 0 ? runningCost(now) : null),
  },
  {
    id: 'costPerVehicle',
    group: 'running',
    name: { zh: '单车运维费', en: 'Cost per vehicle' },
    unit: '元',
    decimals: 0,
    mark: 'D',
    formula: { zh: '公车运维费用 ÷ 在编运行车辆数', en: 'running cost ÷ vehicles in service' },
    value: ({ now }) => ratio(runningCost(now), now.vehicles),
  },
  {
    id: 'costPer100Km',
    group: 'running',
    name: { zh: '百公里运维费', en: 'Cost per 100 km' },
    unit: '元',
    decimals: 1,
    mark: 'D',
    formula: { zh: '公车运维费用 ÷ 里程 × 100', en: 'running cost ÷ km × 100' },
    value: ({ now }) => ratio(runningCost(now), now.kilometres, 100),
  },
  {
    id: 'costYoY',
    group: 'running',
    name: { zh: '运维费同比', en: 'Running cost, year on year' },
    unit: '%',
    decimals: 1,
    mark: 'D',
    formula: {
      zh: '本期公车运维费用 ÷ 上年同期 − 1',
      en: 'running cost ÷ the same months a year before − 1',
    },
    value: ({ now, before }) => change(runningCost(now), before && runningCost(before)),
  },
  {
    id: 'costOverBase',
    group: 'running',
    name: { zh: '单车运维费较车改前', en: 'Cost per vehicle against the base period' },
    unit: '%',
    decimals: 1,
    mark: 'D',
    formula: {
      zh: '单车运维费 ÷ 车改前基期同长时段的单车运维费 − 1(只计有基期数的车辆)',
      en: 'cost per vehicle ÷ that of the base period over as many months − 1, for vehicles with a base',
    },
    value: ({ now }) =>
      now.baseVehicles > 0 && now.vehicles > 0 && now.baseCost > 0
        ? change(runningCost(now) / now.vehicles, now.baseCost / now.baseVehicles)
        : null,
  },
  {
    id: 'rentalCost',
    group: 'rental',
    name: { zh: '租赁车辆费用', en: 'Rental cost' },
    unit: '元',
    decimals: 0,
    mark: 'D',
    formula: { zh: 'Σ 社会化租赁订单费用,按使用单位', en: 'Σ cost of rental orders, by unit' },
    value: ({ now }) => now.rental,
  },
  {
    id: 'rentalShare',
    group: 'rental',
    name: { zh: '租赁占比', en: 'Rental share' },
    unit: '%',
    decimals: 1,
    mark: 'D',
    formula: { zh: '租赁 ÷ (租赁 + 运维)', en: 'rental ÷ (rental + running cost)' },
    value: ({ now }) => ratio(now.rental, now.rental + runningCost(now), 100),
  },
  {
    id: 'useDays',
    group: 'use',
    name: { zh: '车辆使用率(天)', en: 'Use rate by days' },
    unit: '%',
    decimals: 1,
    mark: 'D',
    formula: { zh: '出车天数 ÷ (应在用工作日 − 维修停驶日)', en: 'days out ÷ (working days − repair days)' },
    value: ({ now }) => ratio(now.daysUsed, now.daysDue, 100),
  },
  {
    id: 'useHours',
    group: 'use',
    name: { zh: '车辆使用率(时)', en: 'Use rate by hours' },
    unit: '%',
    decimals: 1,
    mark: 'D',
    formula: {
      zh: '出车时长 ÷ 工作时段时长(平台报送:应在用工作日 × 每日工作时段;每日小时数列于下)',
      en: 'hours out ÷ hours of working time (as the platform reports them: days due × working hours of a day, which stand below)',
    },
    value: ({ now }) => ratio(now.hoursUsed, now.hoursDue, 100),
  },
  {
    id: 'overlap',
    group: 'overlap',
    name: { zh: '出行轨迹重叠率', en: 'Track overlap rate' },
    unit: '%',
    decimals: 1,
    mark: 'D',
    formula: overlapFormula(),
    value: ({ overlap }) => ratio(overlap.overlapping, overlap.trips, 100),
  },
] as const satisfies readonly VehicleFigure[]
export type VehicleFigureId = (typeof VEHICLE_FIGURES)[number]['id']
export const FIGURE_IDS = VEHICLE_FIGURES.map(({ id }) => id) as [VehicleFigureId, ...VehicleFigureId[]]

export const figureValues = (facts: FigureFacts): Record<VehicleFigureId, number | null> =>
  Object.fromEntries(
    VEHICLE_FIGURES.map((figure) => [figure.id, (figure as VehicleFigure).value(facts)]),
  ) as Record<VehicleFigureId, number | null>
