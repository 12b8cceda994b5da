/** JT/T 808 alarm bits (报警标志位) of a location report, by bit; bits that are not named are reserved. */
const ALARM_NAMES: Readonly<Record<number, { readonly zh: string; readonly en: string }>> = {
  0: { zh: '紧急报警', en: 'emergency' },
  1: { zh: '超速报警', en: 'overspeed' },
  2: { zh: '疲劳驾驶', en: 'driver fatigue' },
  3: { zh: '危险预警', en: 'danger warning' },
  4: { zh: 'GNSS 模块故障', en: 'GNSS fault' },
  5: { zh: 'GNSS 天线未接或剪断', en: 'antenna cut' },
  6: { zh: 'GNSS 天线短路', en: 'antenna short' },
  7: { zh: '主电源欠压', en: 'low power' },
  8: { zh: '主电源掉电', en: 'power lost' },
  9: { zh: '显示器故障', en: 'display fault' },
  10: { zh: 'TTS 模块故障', en: 'speech fault' },
  11: { zh: '摄像头故障', en: 'camera fault' },
  12: { zh: 'IC 卡模块故障', en: 'card reader fault' },
  13: { zh: '超速预警', en: 'overspeed warning' },
  14: { zh: '疲劳驾驶预警', en: 'fatigue warning' },
  18: { zh: '当天累计驾驶超时', en: 'driven too long today' },
  19: { zh: '超时停车', en: 'parked too long' },
  20: { zh: '进出区域', en: 'area entered or left' },
  21: { zh: '进出路线', en: 'route entered or left' },
  22: { zh: '路段行驶时间异常', en: 'section time' },
  23: { zh: '路线偏离', en: 'off route' },
  24: { zh: '车辆 VSS 故障', en: 'speed sensor fault' },
  25: { zh: '油量异常', en: 'fuel' },
  26: { zh: '车辆被盗', en: 'stolen' },
  27: { zh: '非法点火', en: 'illegal ignition' },
  28: { zh: '非法位移', en: 'illegal movement' },
  29: { zh: '碰撞预警', en: 'collision' },
  30: { zh: '侧翻预警', en: 'rollover' },
  31: { zh: '非法开门', en: 'illegal door opening' },
}

const bits = (...numbers: number[]): number => numbers.reduce((sum, bit) => sum + 2 ** bit, 0)
/** A terminal that lost its antenna or its power: VH-12, bits 5, 6 and 8. */
export const TAMPER_BITS = bits(5, 6, 8)
/** Bits that someone must act on: the vehicle shows as 报警. Equipment faults and warnings do not. */
export const ACTION_BITS = bits(0, 1, 2, 3, 5, 6, 8, 26, 27, 28, 29, 30, 31)
/** Someone is in need, or the vehicle is: 紧急报警, 被盗, 碰撞, 侧翻. */
export const EMERGENCY_BITS = bits(0, 26, 29, 30)

/** Bitwise and of two unsigned 32-bit numbers. */
export const hasAny = (alarm: number, mask: number): boolean => ((alarm >>> 0) & (mask >>> 0)) !== 0

/** The Chinese names of the bits that are set, lowest bit first; a reserved bit shows as 保留位 with its number. */
export const alarmNames = (alarm: number, language: 'zh' | 'en' = 'zh'): string[] => {
  const names: string[] = []
  for (let bit = 0; bit < 32; bit++) {
    if (!hasAny(alarm, 2 ** bit)) continue
    names.push(ALARM_NAMES[bit]?.[language] ?? (language === 'zh' ? `保留位 ${bit}` : `reserved bit ${bit}`))
  }
  return names
}
