import { toHex, type Reader } from '../bytes.ts'
import { cells, celsius, count8, faultLists, list, placeOf, probes, u16, u32, u8 } from './fields.ts'

/** 信息体: each begins with its type. Values as read, in the units of their names; null where the terminal says 异常 or 无效. */
export type Gb32960Block = { readonly type: string; readonly name: string } & Readonly<
  Record<string, unknown>
>
export interface BlockReader {
  readonly name: string
  read(r: Reader): object
}

/** What 2016 and 2025 have in common of 整车数据; the current's offset differs. */
export const vehicleHead = (r: Reader, currentOffset: number) => ({
  state: u8(r, 'state'),
  charging: u8(r, 'charging'),
  mode: u8(r, 'mode'),
  speedKmh: u16(r, 'speed', 0.1),
  mileageKm: u32(r, 'mileage', 0.1),
  voltageV: u16(r, 'voltage', 0.1),
  currentA: u16(r, 'current', 0.1, currentOffset),
  chargePercent: u8(r, 'charge'),
  dcdc: u8(r, 'dcdc'),
  gear: r.u8('gear'),
  insulationKOhm: u16(r, 'insulation'),
})

const vehicle = (r: Reader) => ({
  ...vehicleHead(r, -1000),
  acceleratorPercent: u8(r, 'accelerator'),
  brakePercent: u8(r, 'brake'),
})

const motor = (r: Reader) => ({
  number: r.u8('number'),
  state: u8(r, 'state'),
  controllerC: celsius(r, 'controller'),
  speedRpm: u16(r, 'speed', 1, -20_000),
  torqueNm: u16(r, 'torque', 0.1, -2000),
  motorC: celsius(r, 'motor'),
  voltageV: u16(r, 'voltage', 0.1),
  currentA: u16(r, 'current', 0.1, -1000),
})

const fuelCell = (r: Reader) => ({
  voltageV: u16(r, 'voltage', 0.1),
  currentA: u16(r, 'current', 0.1),
  consumptionKgPer100Km: u16(r, 'consumption', 0.01),
  probesC: probes(r),
  rest: toHex(r.take(10, 'hydrogen')),
})

const voltages = (r: Reader) => ({
  subsystems: list(count8(r, 'subsystems'), () => {
    const head = {
      number: r.u8('number'),
      voltageV: u16(r, 'voltage', 0.1),
      currentA: u16(r, 'current', 0.1, -1000),
      cells: r.u16('cells'),
      first: r.u16('first'),
    }
    return { ...head, cellsV: cells(r, count8(r, 'cells in this frame')) }
  }),
})

const temperatures = (r: Reader) => ({
  subsystems: list(count8(r, 'subsystems'), () => ({ number: r.u8('number'), probesC: probes(r) })),
})

const alarms = (r: Reader) => ({ level: u8(r, 'level'), flags: r.u32('flags'), faults: faultLists(r) })

/** GB/T 32960.3-2016, table 8. */
export const BLOCKS_2016: Readonly<Record<number, BlockReader>> = {
  1: { name: '整车数据', read: vehicle },
  2: { name: '驱动电机数据', read: (r) => ({ motors: list(count8(r, 'motors'), () => motor(r)) }) },
  3: { name: '燃料电池数据', read: fuelCell },
  4: {
    name: '发动机数据',
    read: (r) => ({
      state: u8(r, 'state'),
      crankRpm: u16(r, 'crank'),
      consumptionLPer100Km: u16(r, 'consumption', 0.01),
    }),
  },
  5: { name: '车辆位置数据', read: (r) => placeOf(r.u8('state'), r) },
  6: { name: '极值数据', read: (r) => ({ hex: toHex(r.take(14, 'extremes')) }) },
  7: { name: '报警数据', read: alarms },
  8: { name: '可充电储能装置电压数据', read: voltages },
  9: { name: '可充电储能装置温度数据', read: temperatures },
}

/** 用户自定义数据 says its own length (2016 table 19, 2025 table 27). */
const CUSTOM = { first: 0x80, last: 0xfe } as const

interface Stopped {
  readonly reason: string
  readonly at: number
  readonly hex: string
}

/** Reads blocks to the end, or to the first whose length is not known: a reserved one has none, a custom one may lie. What was read stays. */
export const readBlocks = (
  r: Reader,
  known: Readonly<Record<number, BlockReader>>,
): { readonly blocks: readonly Gb32960Block[]; readonly stopped: Stopped | null } => {
  const blocks: Gb32960Block[] = []
  const stop = (reason: string, at: number) => ({
    blocks,
    stopped: { reason, at, hex: toHex(r.bytes.subarray(at + 1, r.end)) },
  })
  while (r.left() > 0) {
    const at = r.position()
    const id = r.u8('block')
    const type = id.toString(16).padStart(2, '0')
    const block = known[id]
    if (block) {
      blocks.push({ type, name: block.name, ...block.read(r) })
      continue
    }
    if (id < CUSTOM.first || id > CUSTOM.last || r.left() < 2)
      return stop(`block ${type} is not known, so its length is not either`, at)
    const length = r.u16('length of custom data')
    if (length > r.left()) return stop(`block ${type} says ${length} bytes, ${r.left()} are left`, at)
    blocks.push({ type, name: '自定义数据', hex: toHex(r.take(length, 'custom data')) })
  }
  return { blocks, stopped: null }
}
