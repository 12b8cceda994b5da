import { toHex, type Reader } from '../bytes.ts'

/** 信息体 of GB/T 32960.3-2016 table 8; each begins with its type. Values as read, in the units of their names; null where the terminal says 异常 or 无效. */
export type Gb32960Block = { readonly type: string; readonly name: string } & Readonly<Record<string, unknown>>

/** FE 异常 and FF 无效 in the last byte, with FF before it in wider fields. */
const scaled = (raw: number, bytes: 1 | 2 | 4, scale: number, offset = 0): number | null => {
  const top = bytes === 1 ? 0xff : bytes === 2 ? 0xffff : 0xffff_ffff
  return raw >= top - 1 ? null : Math.round((raw * scale + offset) * 1000) / 1000
}
const u8 = (r: Reader, name: string, scale = 1, offset = 0) => scaled(r.u8(name), 1, scale, offset)
const u16 = (r: Reader, name: string, scale = 1, offset = 0) => scaled(r.u16(name), 2, scale, offset)
const u32 = (r: Reader, name: string, scale = 1) => scaled(r.u32(name), 4, scale)

const vehicle = (r: Reader) => ({
  state: u8(r, 'state'),
  charging: u8(r, 'charging'),
  mode: u8(r, 'mode'),
  speedKmh: u16(r, 'speed', 0.1),
  mileageKm: u32(r, 'mileage', 0.1),
  voltageV: u16(r, 'voltage', 0.1),
  currentA: u16(r, 'current', 0.1, -1000),
  chargePercent: u8(r, 'charge'),
  dcdc: u8(r, 'dcdc'),
  gear: r.u8('gear'),
  insulationKOhm: u16(r, 'insulation'),
  acceleratorPercent: u8(r, 'accelerator'),
  brakePercent: u8(r, 'brake'),
})

const motor = (r: Reader) => ({
  number: r.u8('number'),
  state: u8(r, 'state'),
  controllerC: u8(r, 'controller', 1, -40),
  speedRpm: u16(r, 'speed', 1, -20_000),
  torqueNm: u16(r, 'torque', 0.1, -2000),
  motorC: u8(r, 'motor', 1, -40),
  voltageV: u16(r, 'voltage', 0.1),
  currentA: u16(r, 'current', 0.1, -1000),
})

const list = <T>(count: number, read: () => T): T[] => {
  const items: T[] = []
  for (let i = 0; i < count; i++) items.push(read())
  return items
}

const fuelCell = (r: Reader) => ({
  voltageV: u16(r, 'voltage', 0.1),
  currentA: u16(r, 'current', 0.1),
  consumptionKgPer100Km: u16(r, 'consumption', 0.01),
  probesC: ((n) => Array.from(r.take(n, 'probes'), (value) => value - 40))(r.u16('number of probes')),
  rest: toHex(r.take(10, 'hydrogen')),
})

const voltages = (r: Reader) => ({
  subsystems: list(r.u8('subsystems'), () => {
    const head = { number: r.u8('number'), voltageV: u16(r, 'voltage', 0.1), currentA: u16(r, 'current', 0.1, -1000), cells: r.u16('cells'), first: r.u16('first') }
    const data = r.take(r.u8('cells in this frame') * 2, 'cells')
    return { ...head, cellsV: Array.from({ length: data.length / 2 }, (_, i) => (((data[2 * i] as number) << 8) | (data[2 * i + 1] as number)) / 1000) }
  }),
})

const temperatures = (r: Reader) => ({
  subsystems: list(r.u8('subsystems'), () => ({ number: r.u8('number'), probesC: ((n) => Array.from(r.take(n, 'probes'), (value) => value - 40))(r.u16('number of probes')) })),
})

const alarms = (r: Reader) => ({
  level: u8(r, 'level'),
  flags: r.u32('flags'),
  faults: (['battery', 'motor', 'engine', 'other'] as const).map((part) => ({ part, codes: ((n) => Array.from({ length: n }, () => toHex(r.take(4, 'fault'))))(r.u8(`faults of ${part}`)) })),
})

const position = (r: Reader) => {
  const state = r.u8('state')
  const lon = r.u32('longitude') / 1e6
  const lat = r.u32('latitude') / 1e6
  return { valid: (state & 1) === 0, lon: state & 4 ? -lon : lon, lat: state & 2 ? -lat : lat }
}

const BLOCKS: Readonly<Record<number, { readonly name: string; read(r: Reader): object }>> = {
  1: { name: '整车数据', read: vehicle },
  2: { name: '驱动电机数据', read: (r) => ({ motors: list(r.u8('motors'), () => motor(r)) }) },
  3: { name: '燃料电池数据', read: fuelCell },
  4: { name: '发动机数据', read: (r) => ({ state: u8(r, 'state'), crankRpm: u16(r, 'crank'), consumptionLPer100Km: u16(r, 'consumption', 0.01) }) },
  5: { name: '车辆位置数据', read: position },
  6: { name: '极值数据', read: (r) => ({ hex: toHex(r.take(14, 'extremes')) }) },
  7: { name: '报警数据', read: alarms },
  8: { name: '可充电储能装置电压数据', read: voltages },
  9: { name: '可充电储能装置温度数据', read: temperatures },
}

/** Reads blocks to the end, or to the first whose layout is not known: nothing says how long that one is. */
export const readBlocks = (r: Reader): { readonly blocks: readonly Gb32960Block[]; readonly stopped: { readonly reason: string; readonly at: number; readonly hex: string } | null } => {
  const blocks: Gb32960Block[] = []
  while (r.left() > 0) {
    const at = r.position()
    const id = r.u8('block')
    const type = id.toString(16).padStart(2, '0')
    const block = BLOCKS[id]
    if (!block) return { blocks, stopped: { reason: `block ${type} is not known, so its length is not either`, at, hex: toHex(r.take(r.left(), 'rest')) } }
    blocks.push({ type, name: block.name, ...block.read(r) })
  }
  return { blocks, stopped: null }
}
