/**
 * What a believable province looks like: the figures that the generator aims at and that a test recomputes from its records.
 * Where sources give a range the aim is its middle, unless two ranges are tied to each other by the building area a head.
 */
export interface Target {
  readonly aim: number
  /** Both ends still believable. */
  readonly low: number
  readonly high: number
  readonly unit: string
  readonly source: string
}
export interface Range {
  readonly low: number
  readonly high: number
  readonly unit: string
  readonly source: string
}

const CLEANED = '2014–2017 年办公用房清理整改后各地公开的自查结果'
const LEDGERS = '各地公开的办公用房台账、盘活通报'
const ORGANS = '县级部门、乡镇“三定”规定'
const ENERGY = '公共机构能源资源消费统计(全国 2020:329.6 kgce/人、21.5 m³/人;广东 2021:11.02 kgce/m²)'
const COSTS = '公务用车改革前后公开的单车费用(审计署 2010:5.41 万元,东莞 2014:3.8 万元)'
const DISPATCH = '县级公务用车平台公开的出车统计'

/** Offices in use that are over their limit; how far over they are, in the middle. */
export const OVER_ROOMS: Target = { aim: 0.9, low: 0.3, high: 1.5, unit: '%', source: CLEANED }
export const OVER_EXCESS: Target = { aim: 7.5, low: 5, high: 10, unit: '%', source: CLEANED }
/** People transferred or retired who still have a room; those of the province's seat. */
export const LEAVERS: Target = { aim: 0.15, low: 0.1, high: 0.2, unit: '%', source: CLEANED }
export const SEAT_LEAVERS: Target = { aim: 35, low: 20, high: 50, unit: '人', source: CLEANED }
/** Idle usable area. */
export const IDLE_AREA: Target = { aim: 3, low: 2, high: 4, unit: '%', source: LEDGERS }
/** Of the idle rooms: for less than 90 days, and for more than a year. */
export const IDLE_SHORT: Target = { aim: 70, low: 55, high: 90, unit: '%', source: LEDGERS }
export const IDLE_LONG: Target = { aim: 3, low: 0.5, high: 6, unit: '%', source: LEDGERS }

/** 编制 of a county's bureau, and of a township. */
export const BUREAU_POSTS: Range = { low: 12, high: 60, unit: '人', source: ORGANS }
export const TOWNSHIP_POSTS: Range = { low: 25, high: 70, unit: '人', source: ORGANS }
/** Used ÷ approved area of a unit: from the fifth to the ninety-fifth of a hundred units, and at most. */
export const USED_SHARE: Range = { low: 0.75, high: 1.15, unit: '倍', source: '办公用房核定与清查的公开结果' }
export const USED_SHARE_MOST = 1.6

/** What a vehicle costs a year; before the reform. */
export const VEHICLE_COST: Target = {
  aim: 25_000,
  low: 20_000,
  high: 30_000,
  unit: '元/(辆·年)',
  source: COSTS,
}
export const VEHICLE_COST_BEFORE: Target = {
  aim: 42_500,
  low: 35_000,
  high: 50_000,
  unit: '元/(辆·年)',
  source: COSTS,
}
/** Vehicles above the usual price or displacement of their category, within the one for special need. */
export const SPECIAL_TIER: Target = {
  aim: 8,
  low: 2,
  high: 15,
  unit: '%',
  source: '公务用车配备标准的“因工作需要”“确因情况特殊”两档',
}
/** 皮卡. */
export const PICKUP_PRICE: Range = { low: 100_000, high: 160_000, unit: '元', source: '公开采购成交价' }
/** A trip within its county: what was registered; what was planned, and planned ÷ registered. */
export const TRIP_KM: Target = { aim: 27.5, low: 20, high: 35, unit: 'km', source: DISPATCH }
export const PLANNED_KM: Range = { low: 8, high: 40, unit: 'km', source: DISPATCH }
export const PLANNED_SHARE: Range = { low: 1, high: 1.3, unit: '倍', source: DISPATCH }
/** Orders to another county, with 跨区审批. */
export const CROSS_ORDERS: Target = { aim: 11.5, low: 8, high: 15, unit: '%', source: DISPATCH }
/** 车辆使用率(时) on 8 hours of a working day. */
export const HOURS_RATE: Target = { aim: 32, low: 25, high: 40, unit: '%', source: DISPATCH }

export const KWH_PER_M2: Target = { aim: 66, low: 60, high: 90, unit: 'kWh/(m²·a)', source: ENERGY }
export const KGCE_PER_HEAD: Target = { aim: 245, low: 230, high: 350, unit: 'kgce/(人·a)', source: ENERGY }
export const WATER_PER_HEAD: Target = { aim: 28.5, low: 22, high: 35, unit: 'm³/(人·a)', source: ENERGY }
/** Buildings whose year ends above their quota. */
export const OVER_QUOTA: Target = {
  aim: 5.5,
  low: 3,
  high: 8,
  unit: '%',
  source: '各地公布的公共机构定额考核结果',
}
/** Counties whose buildings ahead of their quota call someone (EN-05), late in a year. */
export const QUOTA_ALERTS: Target = {
  aim: 15,
  low: 8,
  high: 22,
  unit: '个县区',
  source: '全省待办预警 60–90 条之中的用能部分',
}
