/**
 * What a month of a vehicle, a unit or a region adds up to. All are additive, so a region's sums are the sums of its
 * parts, and every figure of 双费双率 and of the five indices is a pure function of them.
 */
export const VEHICLE_SUMS = [
  /** 在编运行车辆, of them 新能源, those with 年检 and 保险 in date, and named drivers. */
  'vehicles',
  'newEnergy',
  'dueKept',
  'drivers',
  /** 出车天数, 应在用工作日 − 维修停驶日, 出车时长 and 工作时段时长 in hours, 出车次数, km. */
  'daysUsed',
  'daysDue',
  'hoursUsed',
  'hoursDue',
  'trips',
  'kilometres',
  /** 元: 燃油充电, 维修保养, 保险, 路桥, 停车, 其他 (年检, 清洗 …). */
  'fuel',
  'maintenance',
  'insurance',
  'toll',
  'parking',
  'other',
  /** 社会化租赁 in 元, and how many orders. */
  'rental',
  'rentals',
  /**
   * 编制, a month's share of the budget in 元; what the base period's cost of one vehicle makes for these
   * vehicles in a month, and for how many of them it is known.
   */
  'quota',
  'budget',
  'baseCost',
  'baseVehicles',
  /** Orders asked for, those that got a vehicle, those that set out on time; minutes of working time that approval took, over how many. */
  'orders',
  'dispatched',
  'onTime',
  'approvalMinutes',
  'approved',
  /** 评价; trips that were compared with their tracks, and of them those with a finding. */
  'ratings',
  'ratingSum',
  'judged',
  'faults',
] as const
export type VehicleSum = (typeof VEHICLE_SUMS)[number]
export type VehicleSums = Readonly<Record<VehicleSum, number>>

export const zeroSums = (): Record<VehicleSum, number> =>
  Object.fromEntries(VEHICLE_SUMS.map((name) => [name, 0])) as Record<VehicleSum, number>

export const addSums = (parts: readonly Partial<VehicleSums>[]): VehicleSums => {
  const total = zeroSums()
  for (const part of parts) for (const name of VEHICLE_SUMS) total[name] += part[name] ?? 0
  return total
}

/** What stands at a moment and is not a flow: several months of it are a mean, not a sum. */
const STOCKS: readonly VehicleSum[] = ['vehicles', 'newEnergy', 'dueKept', 'drivers', 'quota', 'baseVehicles']

/** Several months of one place: flows are summed, stocks averaged over the months that are there. */
export const overMonths = (months: readonly VehicleSums[]): VehicleSums => {
  const total = { ...addSums(months) }
  for (const name of STOCKS)
    (total as Record<VehicleSum, number>)[name] = months.length === 0 ? 0 : total[name] / months.length
  return total
}

export const COST_CLASSES = ['fuel', 'maintenance', 'insurance', 'toll', 'parking', 'other'] as const
/** 公车运维费用, 元. */
export const runningCost = (sums: VehicleSums): number =>
  COST_CLASSES.reduce((sum, name) => sum + sums[name], 0)
