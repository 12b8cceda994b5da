import { MINUTE_MS } from '../../kernel/time/time.ts'
import type { Citation } from '../../standards/rule.ts'
import type { DurationMs, EpochMs } from '../../kernel/units.ts'
import type { Calendar } from '../../supervision/calendar/calendar.ts'
import { coversWithin, type OrderWindow } from './vehicleApprovals.ts'
import { VEHICLE_LIMITS, type VehicleLimits } from './parameters/limits.ts'
import { defaultHours, isWithinHours } from './workingHours.ts'

export type { Calendar } from '../../supervision/calendar/calendar.ts'
export type { OrderWindow } from './vehicleApprovals.ts'

export { VEHICLE_LIMITS, type VehicleLimits }

/** 执法执勤 and 应急保障 vehicles go out by their own regime, at any hour: VH-02, VH-05, VH-06 and VH-11 do not ask them for an order. [D] */
export const ORDER_FREE: readonly string[] = ['law', 'emergency']

/** Whether an instant lies outside the default 工作时段: a workday by the state's calendar is one even on a Saturday. */
export const outsideHours = (
  now: EpochMs,
  isWorkday: Calendar['isWorkday'],
  { hours }: Pick<VehicleLimits, 'hours'> = VEHICLE_LIMITS,
): boolean => !isWithinHours(defaultHours(hours), now, { isWorkday, isHoliday: () => false })

/** Whether an order covers the instant. */
const covers = (
  order: OrderWindow,
  at: EpochMs,
  slackMs: DurationMs = VEHICLE_LIMITS.orderSlackMs,
): boolean => coversWithin(order, at, slackMs)

/** Whether any order covers the instant. */
export const isCovered = (orders: readonly OrderWindow[], at: EpochMs): boolean =>
  orders.some((order) => covers(order, at))

export const VEHICLE_RULES = [
  'VH-02',
  'VH-05',
  'VH-06',
  'VH-08',
  'VH-09',
  'VH-10',
  'VH-11',
  'VH-12',
  'VA-01',
] as const
export type VehicleRule = (typeof VEHICLE_RULES)[number]

/**
 * 三色预警 (VH-13) of a case: 红 for what someone must act on at once, 黄 for what is to be explained; no
 * open case is 绿. Of VA-01, red where somebody is in need. Whether an alert calls is told by `gradeLive`.
 */
export const VEHICLE_SEVERITY: Record<VehicleRule, 'yellow' | 'red'> = {
  'VH-02': 'red',
  'VH-05': 'red',
  'VH-06': 'yellow',
  'VH-08': 'yellow',
  'VH-09': 'red',
  'VH-10': 'red',
  'VH-11': 'yellow',
  'VH-12': 'yellow',
  'VA-01': 'yellow',
}
export const SEVERITY_SCALE: Citation = {
  document: '贵州省公务用车管理实践(三色预警)',
  article: 'VH-13',
  mark: 'S',
}

/** Leaving the route of an order is to be explained; leaving the allowed area, or entering a forbidden one, is acted on. */
export const fenceSeverity = (kind: string): 'yellow' | 'red' =>
  kind === 'route' ? 'yellow' : VEHICLE_SEVERITY['VH-09']

export interface Limit {
  readonly zh: string
  readonly en: string
  /** Where the limit stands; the rule's own source is in ALERT_RULES. */
  readonly citation: Citation
}
const OWN = (article: string): Citation => ({ document: '本系统口径', article, mark: 'D' })
const JT808 = (article: string): Citation => ({ document: 'JT/T 808', article, mark: 'V' })
const minutes = (ms: DurationMs): number => ms / MINUTE_MS
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** What each rule allows by the thresholds in force, as it is printed beside an alert. */
export const vehicleLimitRows = (L: VehicleLimits = VEHICLE_LIMITS): Record<VehicleRule, Limit> => {
  const hours = `${clock(L.hours.from)}–${clock(L.hours.to)}`
  const night = `${clock(L.night.from)}–${clock(L.night.to)}`
  return {
    'VH-02': {
      zh: `法定节假日封存停驶:无批准节假日用车的派车单不得点火或移动超过 ${L.movedM} 米;夜间 ${night} 停放须在本车停车场围栏内(允差 ${L.depotSlackM} 米,停放满 ${minutes(L.overnightStopMs)} 分钟起判)`,
      en: `sealed on public holidays: no ignition or movement over ${L.movedM} m without an order approved for them; parked within its own depot's fence (${L.depotSlackM} m allowed) from ${night}, judged after ${minutes(L.overnightStopMs)} minutes`,
      citation: OWN('节假日封存、定点停放'),
    },
    'VH-05': {
      zh: `工作时段按本单位、所在县、市、省发布表逐级取用,均无发布为工作日 ${hours}(调休上班的周六、周日也是工作日);其余时间移动超过 ${L.movedM} 米须有批准该时段的派车单`,
      en: `working hours by the table of the unit, else of its county, city or province, else ${hours} on workdays, a shifted Saturday or Sunday among them; at other times a movement over ${L.movedM} m needs an order approved for them`,
      citation: OWN('工作时段'),
    },
    'VH-06': {
      zh: `移动超过 ${L.movedM} 米须有派车单(单前、单后各 ${minutes(L.orderSlackMs)} 分钟内算在内);单前 ${minutes(L.earlyMs)} 分钟内出车为提前出车,单后 ${minutes(L.overrunMs)} 分钟内未回场为晚归,再晚为无单`,
      en: `a movement over ${L.movedM} m needs an order (${minutes(L.orderSlackMs)} minutes before and after it count); within ${minutes(L.earlyMs)} minutes before it is an early departure, not home within ${minutes(L.overrunMs)} minutes after it a late return, later still a trip without an order`,
      citation: OWN('移动距离、提前出车与晚归'),
    },
    'VH-08': {
      zh: `在敏感地带围栏内停留不满 ${minutes(L.sensitiveStopMs)} 分钟`,
      en: `a stop within a sensitive fence stays below ${minutes(L.sensitiveStopMs)} minutes`,
      citation: OWN('敏感地带停留时长'),
    },
    'VH-09': {
      zh: `不驶出许可范围、派车路线,不驶入禁行区(越过边界 ${L.fenceSlackM} 米、连续 ${L.fencePoints} 点且满 ${L.fenceHeldMs / 1000} 秒);跨区审批只放行所批区划、时段与车辆`,
      en: `stays within its allowed area and route and out of forbidden areas (${L.fenceSlackM} m past the border, ${L.fencePoints} reports in a row over at least ${L.fenceHeldMs / 1000} s); an approval opens only the regions, the time and the vehicle that it names`,
      citation: OWN('围栏迟滞与连续点数'),
    },
    'VH-10': {
      zh: `车速不高于所在道路、限速围栏的限速(限速标志优先,无标志按道路等级,无道路时小型载客汽车 ${L.overspeedKmh}、其他车型 ${L.overspeedOtherKmh} km/h),终端超速报警位 1 不置位(连续 ${L.overspeedPoints} 点);超 ${L.overspeedRed * 100}% 起为红色`,
      en: `at most the limit of the road and of speed fences (the sign first, else the road's class, off known roads ${L.overspeedKmh} km/h for small passenger cars and ${L.overspeedOtherKmh} for others), the terminal's alarm bit 1 not set (${L.overspeedPoints} reports in a row); red from ${L.overspeedRed * 100}% over`,
      citation: {
        document: '《道路交通安全法实施条例》(国务院令第405号)',
        article: '第四十五、七十八条;连续点数与分级为本系统口径',
        mark: 'S',
      },
    },
    'VH-11': {
      zh: `离开停车场和目的地的停留不满 ${minutes(L.longStopMs)} 分钟,或终端超时停车报警位 19`,
      en: `a stop away from base and destination stays below ${minutes(L.longStopMs)} minutes, or the terminal's alarm bit 19`,
      citation: OWN('停留时长'),
    },
    'VH-12': {
      zh: `定位不中断超过 ${minutes(L.silentMs) / 60} 小时;天线、电源报警位 5、6、8 不置位`,
      en: `silent for at most ${minutes(L.silentMs) / 60} hours; alarm bits 5, 6 and 8 of antenna and power not set`,
      citation: OWN('离线时长'),
    },
    'VA-01': {
      zh: '终端没有须处置的报警位;紧急、被盗、碰撞、侧翻为红',
      en: "none of the terminal's alarm bits that someone must act on; emergency, theft, collision and rollover are red",
      citation: JT808('报警标志位'),
    },
  }
}

/** As this system has them where nothing was revised. */
export const VEHICLE_LIMIT_ROWS = vehicleLimitRows()
