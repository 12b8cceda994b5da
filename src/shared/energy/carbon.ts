import type { Mark } from '../indices/mark.ts'
import type { Amounts } from './coal.ts'
import { sortedCopy } from '../kernel/language/lists.ts'

export type CarbonMedium = 'grid' | 'gas' | 'heat' | 'coal' | 'oil' | 'lpg'

/** One emission factor: kgCO₂ for a kWh of grid electricity, a m³ of natural gas, a MJ of bought heat, a kg of other fuels. */
export interface CarbonFactor {
  readonly medium: CarbonMedium
  /** Division code, a power-grid region, or `national`. */
  readonly region: string
  readonly regionName: { readonly zh: string; readonly en: string }
  /** Accounting year that it was published for; null for every year. */
  readonly year: number | null
  readonly value: number
  readonly source: string
  readonly mark: Mark
  /** The day from which it may be used, as it was published. */
  readonly validFrom: string
}

const NATIONAL = { region: 'national', regionName: { zh: '全国', en: 'national' } } as const
const grid = (
  year: number,
  value: number,
  source: string,
  mark: Mark,
  validFrom: string,
  where: {
    readonly region: string
    readonly regionName: { readonly zh: string; readonly en: string }
  } = NATIONAL,
): CarbonFactor => ({ medium: 'grid', ...where, year, value, source, mark, validFrom })
const area = (region: string, zh: string, en: string) => ({ region, regionName: { zh, en } })
type Area = ReturnType<typeof area>

/** The notices of 生态环境部 and 国家统计局 by accounting year, with the day each was dated. */
const NOTICES = {
  2021: ['公告2024年第12号', '2024-04-12'],
  2022: ['公告2024年第33号', '2024-12-20'],
  2023: ['公告2025年第47号', '2025-12-31'],
} as const
const published = (
  year: keyof typeof NOTICES,
  value: number,
  where?: Area,
  mark: Mark = 'S',
): CarbonFactor => {
  const table = year === 2023 && where !== undefined && !where.region.startsWith('grid:') ? ' 附件表3' : ''
  return grid(year, value, `生态环境部 国家统计局 ${NOTICES[year][0]}${table}`, mark, NOTICES[year][1], where)
}

const GUANGXI = area('450000', '广西', 'Guangxi')
const SOUTH = area('grid:south', '南方区域', 'Southern grid')
const GRIDS_2023: readonly (readonly [Area, number])[] = [
  [area('grid:north', '华北区域', 'North China grid'), 0.6361],
  [area('grid:northeast', '东北区域', 'Northeast grid'), 0.5122],
  [area('grid:east', '华东区域', 'East China grid'), 0.55],
  [area('grid:central', '华中区域', 'Central China grid'), 0.5271],
  [area('grid:northwest', '西北区域', 'Northwest grid'), 0.5543],
  [SOUTH, 0.4042],
  [area('grid:southwest', '西南区域', 'Southwest grid'), 0.2472],
]
const PROVINCES_2023: readonly (readonly [Area, number])[] = [
  [area('110000', '北京', 'Beijing'), 0.5554],
  [area('120000', '天津', 'Tianjin'), 0.6796],
  [area('130000', '河北', 'Hebei'), 0.6516],
  [area('140000', '山西', 'Shanxi'), 0.6634],
  [area('150000', '内蒙古', 'Inner Mongolia'), 0.6479],
  [area('210000', '辽宁', 'Liaoning'), 0.4878],
  [area('220000', '吉林', 'Jilin'), 0.4671],
  [area('230000', '黑龙江', 'Heilongjiang'), 0.5229],
  [area('310000', '上海', 'Shanghai'), 0.5737],
  [area('320000', '江苏', 'Jiangsu'), 0.5827],
  [area('330000', '浙江', 'Zhejiang'), 0.4974],
  [area('340000', '安徽', 'Anhui'), 0.6553],
  [area('350000', '福建', 'Fujian'), 0.4211],
  [area('360000', '江西', 'Jiangxi'), 0.5836],
  [area('370000', '山东', 'Shandong'), 0.6191],
  [area('410000', '河南', 'Henan'), 0.5897],
  [area('420000', '湖北', 'Hubei'), 0.4044],
  [area('430000', '湖南', 'Hunan'), 0.4976],
  [area('440000', '广东', 'Guangdong'), 0.4419],
  [GUANGXI, 0.4476],
  [area('460000', '海南', 'Hainan'), 0.3648],
  [area('500000', '重庆', 'Chongqing'), 0.5581],
  [area('510000', '四川', 'Sichuan'), 0.1564],
  [area('520000', '贵州', 'Guizhou'), 0.5683],
  [area('530000', '云南', 'Yunnan'), 0.1333],
  [area('610000', '陕西', 'Shaanxi'), 0.6335],
  [area('620000', '甘肃', 'Gansu'), 0.4471],
  [area('630000', '青海', 'Qinghai'), 0.1796],
  [area('640000', '宁夏', 'Ningxia'), 0.6187],
  [area('650000', '新疆', 'Xinjiang'), 0.6021],
]

/**
 * 电力平均二氧化碳排放因子 and fuels. 2021 is 0.5568 and 2022 is 0.5366: public code is found with the two exchanged.
 * 西藏 has no row of its own.
 */
export const CARBON_FACTORS: readonly CarbonFactor[] = [
  published(2021, 0.5568, undefined, 'M'),
  published(2022, 0.5366),
  published(2023, 0.5306),
  ...[...GRIDS_2023, ...PROVINCES_2023].map(([where, value]) => published(2023, value, where)),
  published(2022, 0.3869, SOUTH),
  published(2022, 0.4044, GUANGXI),
  published(2021, 0.5154, GUANGXI),
  {
    medium: 'gas',
    ...NATIONAL,
    year: null,
    value: 2.1622,
    source: '公共机构碳排放核算通用因子(天然气)',
    mark: 'S',
    validFrom: '2019-01-01',
  },
  {
    medium: 'heat',
    ...NATIONAL,
    year: null,
    value: 0.11,
    source: '外购热力 0.11 tCO₂/GJ(公共机构碳排放核算通用因子)',
    mark: 'S',
    validFrom: '2019-01-01',
  },
  {
    medium: 'coal',
    ...NATIONAL,
    year: null,
    value: 1.9,
    source: '原煤 1.90 kgCO₂/kg(按 0.7143 kgce/kg × 2.66 kgCO₂/kgce 折算)',
    mark: 'M',
    validFrom: '2019-01-01',
  },
  {
    medium: 'oil',
    ...NATIONAL,
    year: null,
    value: 3.1,
    source: 'GB/T 51366-2019(柴油 3.10 kgCO₂/kg)',
    mark: 'S',
    validFrom: '2019-01-01',
  },
  {
    medium: 'lpg',
    ...NATIONAL,
    year: null,
    value: 3.1,
    source: '液化石油气 3.10 kgCO₂/kg(公共机构碳排放核算通用因子)',
    mark: 'S',
    validFrom: '2019-01-01',
  },
]

/** Power-grid regions by the first two digits of a division code. */
const GRID_OF: Readonly<Record<string, string>> = {
  11: 'north',
  12: 'north',
  13: 'north',
  14: 'north',
  15: 'north',
  37: 'north',
  21: 'northeast',
  22: 'northeast',
  23: 'northeast',
  31: 'east',
  32: 'east',
  33: 'east',
  34: 'east',
  35: 'east',
  36: 'central',
  41: 'central',
  42: 'central',
  43: 'central',
  50: 'southwest',
  51: 'southwest',
  54: 'southwest',
  61: 'northwest',
  62: 'northwest',
  63: 'northwest',
  64: 'northwest',
  65: 'northwest',
  44: 'south',
  45: 'south',
  46: 'south',
  52: 'south',
  53: 'south',
}

/** The factor that was chosen and why it is this one. */
export interface ChosenFactor extends CarbonFactor {
  /** Its year is the accounting year. */
  readonly ofYear: boolean
  readonly rule: { readonly zh: string; readonly en: string }
}

const RULES = {
  province: { zh: '取本省因子', en: "the province's own factor" },
  grid: { zh: '未见本省因子,取所在区域电网因子', en: "no provincial factor seen: the grid region's" },
  national: {
    zh: '未见本省与区域因子,取全国因子',
    en: 'no provincial or grid-region factor seen: the national one',
  },
  fuel: { zh: '燃料因子不分地区与年度', en: "a fuel's factor, the same everywhere" },
} as const

/**
 * The factor by accounting year: the newest row whose year is not after it, of the province, else of its grid region, else
 * national. An accounting year before every published one takes the earliest row. [D] where the year differs, and it says so.
 */
export const factorOf = (
  medium: CarbonMedium,
  regionCode: string,
  year: number,
  rows: readonly CarbonFactor[] = CARBON_FACTORS,
): ChosenFactor => {
  const own = rows.filter((row) => row.medium === medium)
  const pick = (region: string): CarbonFactor | undefined => {
    const of = sortedCopy(
      own.filter((row) => row.region === region),
      (a, b) => (b.year ?? 0) - (a.year ?? 0),
    )
    return of.find((row) => row.year === null || row.year <= year)
  }
  const province = pick(`${regionCode.slice(0, 2)}0000`)
  const area = pick(`grid:${GRID_OF[regionCode.slice(0, 2)] ?? ''}`)
  const found =
    province ??
    area ??
    pick('national') ??
    sortedCopy(own, (a, b) => (a.year ?? 0) - (b.year ?? 0)).find((row) => row.region === 'national')
  if (!found)
    throw new RangeError(
      `carbon factor of ${medium}: no row for ${regionCode} in ${year}, expected at least a national one`,
    )
  const rule =
    medium !== 'grid'
      ? RULES.fuel
      : found === province
        ? RULES.province
        : found === area
          ? RULES.grid
          : RULES.national
  return { ...found, ofYear: found.year === null || found.year === year, rule }
}

/** Factor of a fuel or of bought heat, the same everywhere and every year. */
export const fuelFactor = (
  medium: Exclude<CarbonMedium, 'grid'>,
  rows: readonly CarbonFactor[] = CARBON_FACTORS,
): number => factorOf(medium, 'national', Number.POSITIVE_INFINITY, rows).value

export interface Tonnes {
  readonly total: number
  readonly scope1: number
  readonly scope2: number
}
/** tCO₂: scope 2 is the bought electricity (what the roof made is taken off), heat and cold; scope 1 the gas and other fuels. */
export const toTonnesCo2 = (
  amounts: Amounts,
  grid: { readonly value: number },
  gas: { readonly value: number },
  rows: readonly CarbonFactor[] = CARBON_FACTORS,
): Tonnes => {
  const bought = Math.max(0, amounts.electricityKwh - (amounts.pvKwh ?? 0))
  const scope2 =
    (bought * grid.value + ((amounts.heatMj ?? 0) + (amounts.coolMj ?? 0)) * fuelFactor('heat', rows)) / 1000
  const scope1 =
    (amounts.gasM3 * gas.value +
      (amounts.coalKg ?? 0) * fuelFactor('coal', rows) +
      (amounts.oilKg ?? 0) * fuelFactor('oil', rows) +
      (amounts.lpgKg ?? 0) * fuelFactor('lpg', rows)) /
    1000
  return { total: scope1 + scope2, scope1, scope2 }
}
