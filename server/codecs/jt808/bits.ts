/** 报警标志 of JT/T 808-2019 table 25 by bit. */
const ALARM_NAMES: readonly (string | null)[] = [
  '紧急报警',
  '超速报警',
  '疲劳驾驶',
  '危险预警',
  'GNSS 模块故障',
  'GNSS 天线未接或剪断',
  'GNSS 天线短路',
  '终端主电源欠压',
  '终端主电源掉电',
  '终端显示器故障',
  'TTS 模块故障',
  '摄像头故障',
  'IC 卡模块故障',
  '超速预警',
  '疲劳驾驶预警',
  null,
  null,
  null,
  '当天累计驾驶超时',
  '超时停车',
  '进出区域',
  '进出路线',
  '路段行驶时间异常',
  '路线偏离',
  '车辆 VSS 故障',
  '车辆油量异常',
  '车辆被盗',
  '车辆非法点火',
  '车辆非法位移',
  '碰撞预警',
  '侧翻预警',
  '非法开门',
]

const NO_ALARMS: readonly string[] = []

/** Names of the bits that stand in an alarm word; a reserved bit is named by its number. */
export const alarmNames = (alarm: number): readonly string[] => {
  if (alarm === 0) return NO_ALARMS
  const names: string[] = []
  for (let bit = 0; bit < 32; bit++) if ((alarm >>> bit) & 1) names.push(ALARM_NAMES[bit] ?? `保留位 ${bit}`)
  return names
}

const LOADS = ['empty', 'half', 'reserved', 'full'] as const

const DOORS = [1, 2, 3, 4, 5] as const
const SYSTEMS = ['GPS', 'BeiDou', 'GLONASS', 'Galileo'] as const
/** What stands for the bits that are set, from the lowest on. */
const bitsIn = <T>(word: number, names: readonly T[]): T[] => {
  const found: T[] = []
  for (let i = 0; i < names.length; i++) if ((word >>> i) & 1) found.push(names[i] as T)
  return found
}

/** 状态位 of JT/T 808-2019 table 24. */
export const statusOf = (status: number) => {
  const bit = (n: number): boolean => ((status >>> n) & 1) === 1
  return {
    acc: bit(0),
    fixed: bit(1),
    south: bit(2),
    west: bit(3),
    outOfService: bit(4),
    encrypted: bit(5),
    load: LOADS[(status >>> 8) & 3] as (typeof LOADS)[number],
    fuelCut: bit(10),
    circuitCut: bit(11),
    doorsLocked: bit(12),
    doorsOpen: bitsIn(status >>> 13, DOORS),
    systems: bitsIn(status >>> 18, SYSTEMS),
  }
}
export type StatusBits = ReturnType<typeof statusOf>
