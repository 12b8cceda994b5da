/** One kind of number behind a data identifier of DL/T 645-2007, Annex A: its length on the wire, places after the point and unit. */
export interface Dlt645Item {
  readonly name: string
  readonly unit: string
  readonly bytes: number
  readonly decimals: number
  readonly signed: boolean
}

const item = (name: string, unit: string, bytes: number, decimals: number, signed = false): Dlt645Item => ({
  name,
  unit,
  bytes,
  decimals,
  signed,
})

/** Table A.1 (DI3 = 00): energy registers by DI2. Combined registers carry a sign. */
const ENERGIES: Readonly<Record<number, readonly [string, string, boolean]>> = {
  0x00: ['组合有功电能 combined active energy', 'kWh', true],
  0x01: ['正向有功电能 forward active energy', 'kWh', false],
  0x02: ['反向有功电能 reverse active energy', 'kWh', false],
  0x03: ['组合无功1电能 combined reactive energy 1', 'kvarh', true],
  0x04: ['组合无功2电能 combined reactive energy 2', 'kvarh', true],
  0x05: ['第一象限无功电能 reactive energy, quadrant 1', 'kvarh', false],
  0x06: ['第二象限无功电能 reactive energy, quadrant 2', 'kvarh', false],
  0x07: ['第三象限无功电能 reactive energy, quadrant 3', 'kvarh', false],
  0x08: ['第四象限无功电能 reactive energy, quadrant 4', 'kvarh', false],
  0x09: ['正向视在电能 forward apparent energy', 'kVAh', false],
  0x0a: ['反向视在电能 reverse apparent energy', 'kVAh', false],
  0x15: ['A相正向有功电能 forward active energy, phase A', 'kWh', false],
  0x16: ['A相反向有功电能 reverse active energy, phase A', 'kWh', false],
  0x29: ['B相正向有功电能 forward active energy, phase B', 'kWh', false],
  0x2a: ['B相反向有功电能 reverse active energy, phase B', 'kWh', false],
  0x3d: ['C相正向有功电能 forward active energy, phase C', 'kWh', false],
  0x3e: ['C相反向有功电能 reverse active energy, phase C', 'kWh', false],
}

/** Table A.3 (DI3 = 02): variables by DI2; DI1 is the phase, DI0 is 00. */
const VARIABLES: Readonly<Record<number, Dlt645Item>> = {
  0x01: item('电压 voltage', 'V', 2, 1),
  0x02: item('电流 current', 'A', 3, 3, true),
  0x03: item('瞬时有功功率 active power', 'kW', 3, 4, true),
  0x04: item('瞬时无功功率 reactive power', 'kvar', 3, 4, true),
  0x05: item('瞬时视在功率 apparent power', 'kVA', 3, 4, true),
  0x06: item('功率因数 power factor', '', 2, 3, true),
  0x07: item('相角 phase angle', '°', 2, 1),
}

/** Identifiers that stand alone, DI3 DI2 DI1 DI0. */
const SINGLES: Readonly<Record<string, Dlt645Item>> = {
  '02800001': item('零线电流 neutral current', 'A', 3, 3, true),
  '02800002': item('电网频率 frequency', 'Hz', 2, 2),
  '02800003': item('一分钟有功总平均功率 mean active power of a minute', 'kW', 3, 4, true),
  '02800004': item('当前有功需量 active demand', 'kW', 3, 4, true),
  '02800005': item('当前无功需量 reactive demand', 'kvar', 3, 4, true),
  '02800006': item('当前视在需量 apparent demand', 'kVA', 3, 4, true),
  '02800007': item('表内温度 temperature inside', '℃', 2, 1, true),
  '02800008': item('时钟电池电压 clock battery', 'V', 2, 2),
  '02800009': item('停电抄表电池电压 reading battery', 'V', 2, 2),
  '0280000A': item('内部电池工作时间 battery running time', 'min', 4, 0),
  '04000306': item('电流互感器变比 current transformer ratio', '', 3, 0),
  '04000307': item('电压互感器变比 voltage transformer ratio', '', 3, 0),
}

const TARIFFS = ['总 total', '尖 sharp', '峰 peak', '平 flat', '谷 valley']
const PHASES = ['总 total', 'A相 A', 'B相 B', 'C相 C']
const WHOLE = 0xff

const labels = (known: readonly string[], which: number): string =>
  which === WHOLE ? '数据块 block' : (known[which] ?? String(which))

/**
 * What a data identifier names; null for one that is not in the table, whose data is then told as raw hex. `block` says
 * that several values of the same kind may follow one another.
 */
export const dlt645Item = (di: string): (Dlt645Item & { readonly block: boolean }) | null => {
  const [group, kind, part, last] = [0, 2, 4, 6].map((at) => Number.parseInt(di.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
    number,
  ]
  const single = SINGLES[di]
  if (single) return { ...single, block: false }
  const energy = group === 0 ? ENERGIES[kind] : undefined
  if (energy && (part <= 63 || part === WHOLE) && (last <= 12 || last === WHOLE)) {
    const when =
      last === 0
        ? ''
        : last === WHOLE
          ? ',当前及上12结算日 now and 12 settlements'
          : `,上${last}结算日 settlement −${last}`
    return {
      ...item(`${energy[0]} · ${labels(TARIFFS, part)}${when}`, energy[1], 4, 2, energy[2]),
      block: part === WHOLE || last === WHOLE,
    }
  }
  const variable = group === 2 && last === 0 ? VARIABLES[kind] : undefined
  if (variable && (part <= 3 || part === WHOLE))
    return { ...variable, name: `${variable.name} · ${labels(PHASES, part)}`, block: part === WHOLE }
  return null
}
