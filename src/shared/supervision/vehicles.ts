import type { Citation } from '../standards/rule.ts'
import { CST_OFFSET_MS, dayOf, type DayString, type DurationMs, type EpochMs, type KmPerHour, type Metres } from '../units.ts'

const MINUTE_MS: DurationMs = 60_000
const HOUR_MS: DurationMs = 60 * MINUTE_MS

/** 本系统口径 [D] (rules A3.2): where no public figure was found. */
export const VEHICLE_LIMITS = {
  /** 工作时段 on workdays, hours of the day in UTC+8. */
  hours: { from: 7, to: 20 },
  /** Further from where it stood is a movement and not drift. */
  movedM: 50 as Metres,
  /** Without speed a position may lie so far off before it counts as moved. */
  driftM: 100 as Metres,
  /** Slower is standing. */
  standingKmh: 3 as KmPerHour,
  /** So many reports in a row away from a standing place are a movement; one alone is a stray position. */
  movedPoints: 2,
  /** After such a gap a new place is no movement seen: the reports between may still come. */
  silenceMs: 10 * MINUTE_MS,
  overspeedKmh: 120 as KmPerHour,
  /** So many reports in a row over the limit, or outside a fence. */
  overspeedPoints: 3,
  fencePoints: 3,
  /** Silent for longer is a case: VH-12. */
  silentMs: 2 * HOUR_MS,
  /** An order covers the way to its start and from its end. */
  orderSlackMs: 30 * MINUTE_MS,
  /** A trip that an order covered may come home so much later; being late is looked at with the order, not as a trip without one. */
  overrunMs: 90 * MINUTE_MS,
  /** Standing at its base for so long ends a trip. */
  homeMs: 5 * MINUTE_MS,
  sensitiveStopMs: 15 * MINUTE_MS,
  longStopMs: 60 * MINUTE_MS,
  /** Overnight parking is looked at between these hours. */
  night: { from: 23, to: 5 },
  overnightStopMs: 60 * MINUTE_MS,
  /** A parked position may lie so far outside the parking fence. */
  depotSlackM: 50 as Metres,
  /** So near to its base or to the end of its route a vehicle is there. */
  arrivedM: 300 as Metres,
}
export type VehicleLimits = typeof VEHICLE_LIMITS

/** 执法执勤 and 应急保障 vehicles go out by their own regime, at any hour: VH-02, VH-05, VH-06 and VH-11 do not ask them for an order. [D] */
export const ORDER_FREE: readonly string[] = ['law', 'emergency']

/** What the state's calendar says of a day. */
export interface Calendar {
  /** A workday by the State Council's notice, which can be a Saturday. */
  isWorkday(day: DayString): boolean
  /** A day off of a 法定节假日; an ordinary weekend is none. */
  isHoliday(day: DayString): boolean
}

/** Whether an instant lies outside 工作时段: a workday by the state's calendar is one even on a Saturday. */
export const outsideHours = (now: EpochMs, isWorkday: (day: DayString) => boolean, { hours }: Pick<VehicleLimits, 'hours'> = VEHICLE_LIMITS): boolean => {
  const hour = new Date(now + CST_OFFSET_MS).getUTCHours()
  return !isWorkday(dayOf(now)) || hour < hours.from || hour >= hours.to
}

export interface OrderWindow {
  readonly start: EpochMs
  readonly end: EpochMs
}

/** Whether an order covers the instant. */
export const covers = ({ start, end }: OrderWindow, at: EpochMs, slackMs: DurationMs = VEHICLE_LIMITS.orderSlackMs): boolean => at >= start - slackMs && at <= end + slackMs

/** Whether any order covers the instant. */
export const isCovered = (orders: readonly OrderWindow[], at: EpochMs): boolean => orders.some((order) => covers(order, at))

export const VEHICLE_RULES = ['VH-02', 'VH-05', 'VH-06', 'VH-08', 'VH-09', 'VH-10', 'VH-11', 'VH-12', 'VH-13'] as const
export type VehicleRule = (typeof VEHICLE_RULES)[number]

/** 三色预警: 红 for what someone must act on at once, 黄 for what is to be explained; no open case is 绿. */
export const VEHICLE_SEVERITY: Record<VehicleRule, 'yellow' | 'red'> = {
  'VH-02': 'red', 'VH-05': 'red', 'VH-06': 'yellow', 'VH-08': 'yellow', 'VH-09': 'red', 'VH-10': 'red', 'VH-11': 'yellow', 'VH-12': 'yellow', 'VH-13': 'red',
}
export const SEVERITY_SCALE: Citation = { document: '贵州省公务用车管理实践(三色预警)', article: 'VH-13', mark: 'S' }

/** Leaving the route of an order is to be explained; leaving the allowed area, or entering a forbidden one, is acted on. */
export const fenceSeverity = (kind: string): 'yellow' | 'red' => (kind === 'route' ? 'yellow' : VEHICLE_SEVERITY['VH-09'])

interface Limit {
  readonly zh: string
  readonly en: string
  /** Where the limit stands; the rule's own source is in ALERT_RULES. */
  readonly citation: Citation
}
const OWN = (article: string): Citation => ({ document: '本系统口径', article, mark: 'D' })
const JT808 = (article: string): Citation => ({ document: 'JT/T 808', article, mark: 'V' })
const minutes = (ms: DurationMs): number => ms / MINUTE_MS
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** What each rule allows, as it is printed beside an alert. */
export const vehicleLimitRows = (L: VehicleLimits = VEHICLE_LIMITS): Record<VehicleRule, Limit> => {
  const hours = `${clock(L.hours.from)}–${clock(L.hours.to)}`
  const night = `${clock(L.night.from)}–${clock(L.night.to)}`
  return {
    'VH-02': {
      zh: `法定节假日封存停驶:无值班派车单不得点火或移动超过 ${L.movedM} 米;夜间 ${night} 停放须在本车停车场围栏内(允差 ${L.depotSlackM} 米)`,
      en: `sealed on public holidays: no ignition or movement over ${L.movedM} m without a duty order; parked within its own depot's fence (${L.depotSlackM} m allowed) from ${night}`,
      citation: OWN('节假日封存、定点停放'),
    },
    'VH-05': { zh: `工作时段为工作日 ${hours}(调休上班的周六、周日也是工作日);其余时间移动超过 ${L.movedM} 米须有派车单`, en: `working hours are ${hours} on workdays, a shifted Saturday or Sunday among them; at other times a movement over ${L.movedM} m needs an order`, citation: OWN('工作时段') },
    'VH-06': { zh: `移动超过 ${L.movedM} 米须有派车单(单前、单后各 ${minutes(L.orderSlackMs)} 分钟内算在内;有单出车的返程至单后 ${minutes(L.overrunMs)} 分钟不算无单)`, en: `a movement over ${L.movedM} m needs an order (${minutes(L.orderSlackMs)} minutes before and after it count; the way home of an ordered trip up to ${minutes(L.overrunMs)} minutes after)`, citation: OWN('移动距离') },
    'VH-08': { zh: `在敏感地带围栏内停留不满 ${minutes(L.sensitiveStopMs)} 分钟`, en: `a stop within a sensitive fence stays below ${minutes(L.sensitiveStopMs)} minutes`, citation: OWN('敏感地带停留时长') },
    'VH-09': { zh: `不驶出许可范围、派车路线,不驶入禁行区(连续 ${L.fencePoints} 点);跨区须有审批`, en: `stays within its allowed area and route and out of forbidden areas (${L.fencePoints} reports in a row); another region needs approval`, citation: OWN('围栏连续点数') },
    'VH-10': { zh: `车速不高于 ${L.overspeedKmh} km/h,终端按道路限速的超速报警位 1 不置位(连续 ${L.overspeedPoints} 点)`, en: `at most ${L.overspeedKmh} km/h, and the terminal's alarm bit 1 for the road's limit not set (${L.overspeedPoints} reports in a row)`, citation: OWN('超速阈值与连续点数(JT/T 808 报警位 1)') },
    'VH-11': { zh: `离开停车场和目的地的停留不满 ${minutes(L.longStopMs)} 分钟,或终端超时停车报警位 19`, en: `a stop away from base and destination stays below ${minutes(L.longStopMs)} minutes, or the terminal's alarm bit 19`, citation: OWN('停留时长') },
    'VH-12': { zh: `定位不中断超过 ${minutes(L.silentMs) / 60} 小时;天线、电源报警位 5、6、8 不置位`, en: `silent for at most ${minutes(L.silentMs) / 60} hours; alarm bits 5, 6 and 8 of antenna and power not set`, citation: OWN('离线时长') },
    'VH-13': { zh: '终端没有须立即处置的报警位', en: 'none of the terminal\'s alarm bits that someone must act on', citation: JT808('报警标志位') },
  }
}
/** As this system has them where nothing was revised. */
export const VEHICLE_LIMIT_ROWS = vehicleLimitRows()
