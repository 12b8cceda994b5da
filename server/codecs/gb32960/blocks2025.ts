import { toHex, type Reader } from '../bytes.ts'
import { vehicleHead, type BlockReader } from './blocks.ts'
import { cells, celsius, count16, count8, faultLists, list, placeOf, probes, u16, u32, u8 } from './fields.ts'

const CURRENT_OFFSET = -3000

const motor = (r: Reader) => ({
  number: r.u8('number'),
  state: u8(r, 'state'),
  controllerC: celsius(r, 'controller'),
  speedRpm: u16(r, 'speed', 1, -32_000),
  torqueNm: u32(r, 'torque', 0.1, -20_000),
  motorC: celsius(r, 'motor'),
})

const pack = (r: Reader) => {
  const head = {
    number: r.u8('number'),
    voltageV: u16(r, 'voltage', 0.1),
    currentA: u16(r, 'current', 0.1, CURRENT_OFFSET),
  }
  return { ...head, cellsV: cells(r, count16(r, 'parallel units')) }
}

/** The coordinate system is said with every place: 1 WGS-84, 2 GCJ-02, 3 another. */
const CRS: Readonly<Record<number, 'WGS84' | 'GCJ02' | 'other'>> = { 1: 'WGS84', 2: 'GCJ02', 3: 'other' }
const position = (r: Reader) => {
  const state = r.u8('state')
  const crs = r.u8('coordinate system')
  return { ...placeOf(state, r), crs: CRS[crs] ?? String(crs) }
}

const alarms = (r: Reader) => ({
  level: u8(r, 'level'),
  flags: r.u32('flags'),
  faults: faultLists(r),
  levels: list(count8(r, 'common alarms'), () => ({ alarm: r.u8('alarm'), level: r.u8('level') })),
})

const hydrogen = (r: Reader) => ({
  highestC: u16(r, 'highest temperature', 1, -40),
  highestProbe: r.u8('probe'),
  concentrationPercent: u16(r, 'highest concentration', 0.0001),
  concentrationSensor: r.u8('sensor'),
  pressureMPa: u16(r, 'highest pressure', 0.1),
  pressureSensor: r.u8('sensor'),
  dcdc: u8(r, 'dcdc'),
  hydrogenPercent: u8(r, 'hydrogen left'),
  dcdcC: celsius(r, 'dcdc temperature'),
})

const stack = (r: Reader) => ({
  number: r.u8('number'),
  voltageV: u16(r, 'voltage', 0.1),
  currentA: u16(r, 'current', 0.1),
  hydrogenKPa: u16(r, 'hydrogen pressure', 0.1, -100),
  airKPa: u16(r, 'air pressure', 0.1, -100),
  airC: celsius(r, 'air temperature'),
  coolantC: probes(r),
})

const capacitor = (r: Reader) => {
  const head = {
    system: r.u8('system'),
    voltageV: u16(r, 'voltage', 0.1),
    currentA: u16(r, 'current', 0.1, CURRENT_OFFSET),
  }
  return { ...head, cellsV: cells(r, count16(r, 'cells')), probesC: probes(r) }
}

const extreme = (r: Reader, value: 'volt' | 'celsius') => ({
  system: r.u8('system'),
  number: r.u16('number'),
  value: value === 'volt' ? u16(r, 'voltage', 0.001) : celsius(r, 'temperature'),
})

const SIGNATURES: Readonly<Record<number, string>> = { 1: 'sm2', 2: 'rsa', 3: 'ecc' }
const signature = (r: Reader) => {
  const algorithm = r.u8('algorithm')
  return {
    algorithm: SIGNATURES[algorithm] ?? String(algorithm),
    r: toHex(r.take(r.u16('length of r'), 'r')),
    s: toHex(r.take(r.u16('length of s'), 's')),
  }
}

/**
 * GB/T 32960.3-2025, table 9, from published implementations that agree with one another and with published frames on
 * 01, 02 and 04 to 08, 80 to FE and FF. 03 and 30 to 32 (hydrogen, super capacitors) are read as they are implemented,
 * the units of 03 being [M]: no frame of theirs was seen. 09 to 2F and 33 to 7F are reserved and say no length.
 */
export const BLOCKS_2025: Readonly<Record<number, BlockReader>> = {
  0x01: { name: '整车数据', read: (r) => vehicleHead(r, CURRENT_OFFSET) },
  0x02: { name: '驱动电机数据', read: (r) => ({ motors: list(count8(r, 'motors'), () => motor(r)) }) },
  0x03: { name: '燃料电池发动机及车载氢系统数据', read: hydrogen },
  0x04: { name: '发动机数据', read: (r) => ({ crankRpm: u16(r, 'crank') }) },
  0x05: { name: '车辆位置数据', read: position },
  0x06: { name: '报警数据', read: alarms },
  0x07: {
    name: '动力蓄电池最小并联单元电压数据',
    read: (r) => ({ packs: list(count8(r, 'packs'), () => pack(r)) }),
  },
  0x08: {
    name: '动力蓄电池温度数据',
    read: (r) => ({
      packs: list(count8(r, 'packs'), () => ({ number: r.u8('number'), probesC: probes(r) })),
    }),
  },
  0x30: { name: '燃料电池电堆数据', read: (r) => ({ stacks: list(count8(r, 'stacks'), () => stack(r)) }) },
  0x31: { name: '超级电容器数据', read: capacitor },
  0x32: {
    name: '超级电容器极值数据',
    read: (r) => ({
      highestV: extreme(r, 'volt'),
      lowestV: extreme(r, 'volt'),
      highestC: extreme(r, 'celsius'),
      lowestC: extreme(r, 'celsius'),
    }),
  },
  0xff: { name: '车端数字签名', read: signature },
}
