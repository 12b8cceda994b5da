import type { Mark } from '../../src/shared/indices/mark.ts'

/**
 * What the written standards give, carried over by hand: the product's tables are held to it and never the other way
 * round. A value is as a screen shows it. `document` and `article` stand in the citation that is printed with it.
 */
export interface RuleFact {
  readonly id: string
  readonly values?: Readonly<Record<string, number | string>>
  readonly mark: Mark
  readonly document: string
  readonly article: string
  /** Not yet so in the product. */
  readonly todo?: true
}

type Values = RuleFact['values']
const fact = (id: string, values: Values, mark: Mark, document: string, article: string): RuleFact => ({
  id,
  ...(values ? { values } : {}),
  mark,
  document,
  article,
})

const OFFICE = '《党政机关办公用房建设标准》(发改投资〔2014〕2674号)'
const MEASURES_2017 = '《党政机关办公用房管理办法》(2017)'
const AFFAIRS = '《机关事务管理条例》(国务院令621号)'
const ENERGY = '《公共机构节能条例》(国务院令531号)'
const VEHICLES = '《党政机关公务用车管理办法》(中办发〔2017〕71号)'
const OWN = '本系统口径'

/** Limits of an office, m² a head, by grade. */
const limit = (level: string, values: Values): RuleFact =>
  fact(`housing.limit.${level}`, values, 'S', OFFICE, '第十一、十二条 表3')
const service = (
  level: string,
  low: number,
  lowArea: number,
  high: number,
  highArea: number,
  mark: Mark,
): RuleFact =>
  fact(`housing.service.${level}`, { low, lowArea, high, highArea }, mark, OFFICE, '第十三条 表4')

const HOUSING: readonly RuleFact[] = [
  limit('central', {
    'province.chief': 54,
    'province.deputy': 42,
    'department.chief': 24,
    'department.deputy': 18,
    'division.chief': 12,
    'division.deputy': 12,
    staff: 9,
  }),
  limit('province', {
    'province.chief': 54,
    'province.deputy': 42,
    'department.chief': 30,
    'department.deputy': 24,
    'division.chief': 18,
    'division.deputy': 12,
    staff: 9,
  }),
  limit('city', {
    'department.chief': 42,
    'department.deputy': 30,
    'division.chief': 24,
    'division.deputy': 18,
    staff: 9,
  }),
  limit('county', {
    'division.chief': 30,
    'division.deputy': 24,
    'section.chief': 18,
    'section.deputy': 12,
    staff: 9,
  }),
  fact(
    'housing.limit.township',
    { 'section.chief': 24, 'section.deputy': 18, staff: 9 },
    'S',
    '盘锦市机关事务服务局',
    '乡级机关',
  ),
  fact(
    'housing.limit.city-section',
    { 'section.chief': 18, 'section.deputy': 12, staff: 9 },
    'S',
    'DB2308/T 149-2023',
    '表2',
  ),
  fact('housing.sectionOrgans', { value: 'off' }, 'S', 'DB2308/T 149-2023', '表2'),
  service('central', 200, 10, 400, 8, 'M'),
  service('province', 200, 9, 400, 7, 'M'),
  service('city', 200, 8, 400, 6, 'S'),
  service('county', 100, 8, 200, 6, 'M'),
  service('township', 100, 8, 200, 6, 'M'),
  fact('housing.equipment', { value: 9 }, 'S', OFFICE, '设备用房'),
  fact('housing.usable', { multiStorey: 65, highRise: 60 }, 'S', OFFICE, '使用面积系数'),
  fact('housing.canteen', { perHead: 3.7, above: 2.6 }, 'S', OFFICE, '食堂'),
  fact('housing.garage', { perSpace: 40, above: 38 }, 'S', OFFICE, '汽车库'),
  fact('housing.over', { yellow: 100, red: 105 }, 'D', OWN, '超标预警'),
  fact('housing.idle', { yellow: 90, red: 180 }, 'D', OWN, '闲置'),
  fact('OF-02', undefined, 'S', MEASURES_2017, '第十九条'),
  fact('OF-04', undefined, 'S', MEASURES_2017, '第十九条'),
  fact('OF-07', undefined, 'S', MEASURES_2017, '第十九条'),
  fact('OF-12', undefined, 'S', MEASURES_2017, '第二章'),
  fact('OF-14', undefined, 'D', OWN, '闲置'),
]

/** Listed, and said to be not judged. */
export const NOT_JUDGED: readonly RuleFact[] = [
  fact('OF-01', undefined, 'S', MEASURES_2017, '第十九条'),
  fact('OF-03', undefined, 'S', MEASURES_2017, '第十九条'),
  fact('OF-05', undefined, 'S', MEASURES_2017, '第十九条'),
  fact('OF-06', undefined, 'S', MEASURES_2017, '第十九条'),
  fact('OF-08', undefined, 'S', MEASURES_2017, '第十八条'),
  fact('OF-09', undefined, 'T', AFFAIRS, '第二十三条'),
  fact('OF-10', undefined, 'T', AFFAIRS, '第二十二条'),
  fact('OF-11', undefined, 'M', MEASURES_2017, '第三章'),
  fact('OF-13', undefined, 'S', MEASURES_2017, '第三章'),
  fact('OF-15', undefined, 'T', AFFAIRS, '第十九条'),
  fact('OF-16', undefined, 'S', '中央国家机关办公用房维修管理办法', '第五条'),
  fact('OF-17', undefined, 'S', MEASURES_2017, ''),
  fact('OF-18', undefined, 'S', '国管办发〔2019〕22号', ''),
  fact('OF-19', undefined, 'M', MEASURES_2017, '第七章'),
  fact('OF-20', undefined, 'S', MEASURES_2017, '第二十一条'),
  fact('OF-21', undefined, 'T', '国务院令688号', '第三条、第二十一条'),
  fact('OF-22', undefined, 'T', '国务院令688号', '第六条'),
  fact('OF-23', undefined, 'S', MEASURES_2017, '第二十条'),
  fact('OF-24', undefined, 'T', '国务院令688号', '第十九条'),
  fact('EN-02', undefined, 'T', ENERGY, '第十五条'),
  fact('EN-03', undefined, 'T', ENERGY, '第十三条'),
  fact('EN-04', undefined, 'T', ENERGY, '第十二条'),
  fact('EN-06', undefined, 'T', ENERGY, '第二十二条、第二十三条'),
  fact('EN-07', undefined, 'T', ENERGY, '第二十五条'),
  fact('EN-08', undefined, 'T', ENERGY, '第二十六条、第二十八条'),
  fact('EN-09', undefined, 'T', ENERGY, '第三十条'),
  fact('EN-10', undefined, 'T', ENERGY, '第三十三条'),
  fact('EN-11', undefined, 'T', ENERGY, '第三十四条'),
  fact('EN-12', undefined, 'T', ENERGY, '第三十五条、第三十七条'),
  fact('EN-13', undefined, 'T', ENERGY, '第四十一条'),
  fact('EN-14', undefined, 'T', '国务院令530号', '第十八条、第三十一条'),
]

/** 价格, 万元; 排气量, L. */
const may = (key: string, values: Values): RuleFact =>
  fact(`vehicle.standard.${key}`, values, 'S', VEHICLES, '')

const VEHICLE: readonly RuleFact[] = [
  may('confidential.small.base', { litres: 1.6, price: 12 }),
  may('emergency.small.base', { litres: 1.8, price: 18 }),
  may('emergency.van.special', { litres: 3, price: 25 }),
  may('emergency.bus.special', { price: 45 }),
  may('law.small.base', { litres: 1.6, price: 12 }),
  may('law.small.need', { litres: 1.8, price: 18 }),
  may('law.van.special', { litres: 3, price: 25 }),
  may('law.bus.special', { price: 45 }),
  may('other.small.base', { litres: 1.8, price: 18 }),
  may('other.van.special', { litres: 3, price: 25 }),
  may('other.bus.special', { price: 45 }),
  may('any.new-energy.base', { price: 18 }),
  fact('vehicle.live.hoursFrom', { value: 7 }, 'D', OWN, '工作时段'),
  fact('vehicle.live.hoursTo', { value: 20 }, 'D', OWN, '工作时段'),
  fact('vehicle.live.longStop', { value: 60 }, 'D', OWN, '停留时长'),
  fact('vehicle.live.overspeed', { value: 120 }, 'S', '国务院令第405号', '第七十八条'),
  fact('vehicle.live.overspeedOther', { value: 100 }, 'S', '国务院令第405号', '第七十八条'),
  fact('vehicle.live.overspeedPoints', { value: 3 }, 'D', OWN, '连续点数'),
  fact('vehicle.starts', { value: 15 }, 'D', OWN, '轨迹重叠率'),
  fact('vehicle.destination', { value: 500 }, 'D', OWN, '轨迹重叠率'),
  fact('vehicle.step', { value: 100 }, 'D', OWN, '轨迹重叠率'),
  fact('vehicle.near', { value: 200 }, 'D', OWN, '轨迹重叠率'),
  fact('vehicle.heading', { value: 45 }, 'D', OWN, '轨迹重叠率'),
  fact('vehicle.share', { value: 60 }, 'D', OWN, '轨迹重叠率'),
  fact('vehicle.return', { yellow: 30 }, 'S', '莆田市', 'VH-07'),
  fact('VH-01', undefined, 'S', VEHICLES, '2011'),
  fact('VH-02', undefined, 'S', VEHICLES, '2011'),
  fact('VH-03', undefined, 'S', AFFAIRS, '第二十六条'),
  fact('VH-04', undefined, 'S', '北京市', ''),
  fact('VH-05', undefined, 'S', '北京市', '北斗定位、非工作时段用车自动报警'),
  fact('VH-06', undefined, 'S', '莆田市', ''),
  fact('VH-07', undefined, 'S', '莆田市', ''),
  fact('VH-08', undefined, 'S', '莆田市', ''),
  fact('VH-09', undefined, 'S', '贵州省', '电子围栏'),
  fact('VH-10', undefined, 'S', '国务院令第405号', '第七十八条'),
  fact('VH-11', undefined, 'D', OWN, '停留时长'),
  fact('VH-12', undefined, 'V', 'JT/T 808', '报警位 5、6、8'),
  fact('VH-13', undefined, 'S', '贵州省', '三色'),
  fact('VA-01', undefined, 'V', 'JT/T 808', '报警标志位'),
  fact('VH-14', undefined, 'S', '莆田市', ''),
  fact('VH-15', undefined, 'T', AFFAIRS, '第二十五条、第三十二条(四)仅及禁止性规定'),
  fact('VH-16', undefined, 'S', '江苏省', '2026-01-30'),
  fact('VH-17', undefined, 'S', 'DB32/T 3826-2020', '7.17'),
]

const coal = (fuel: string, heat: number, equal: number, mark: Mark = 'S'): RuleFact =>
  fact(
    `energy.coal.${fuel}`,
    { heat, equal },
    mark,
    mark === 'D' ? OWN : 'GB/T 2589',
    mark === 'D' ? OWN : 'DB37/T 2672-2019 附录B',
  )
const grid = (region: string, year: number, value: number, notice: string, mark: Mark = 'S'): RuleFact =>
  fact(`energy.carbon.grid.${region}.${year}`, { value }, mark, notice, String(year))
const NOTICE = { 2021: '公告2024年第12号', 2022: '公告2024年第33号', 2023: '公告2025年第47号' } as const
/** 2023 年省级电力平均二氧化碳排放因子, kgCO₂/kWh, by division. */
const PROVINCES_2023: Readonly<Record<string, number>> = {
  110000: 0.5554,
  120000: 0.6796,
  130000: 0.6516,
  140000: 0.6634,
  150000: 0.6479,
  210000: 0.4878,
  220000: 0.4671,
  230000: 0.5229,
  310000: 0.5737,
  320000: 0.5827,
  330000: 0.4974,
  340000: 0.6553,
  350000: 0.4211,
  360000: 0.5836,
  370000: 0.6191,
  410000: 0.5897,
  420000: 0.4044,
  430000: 0.4976,
  440000: 0.4419,
  450000: 0.4476,
  460000: 0.3648,
  500000: 0.5581,
  510000: 0.1564,
  520000: 0.5683,
  530000: 0.1333,
  610000: 0.6335,
  620000: 0.4471,
  630000: 0.1796,
  640000: 0.6187,
  650000: 0.6021,
}
const quota = (key: string, table: string, constraint: number, benchmark: number, guide: number): RuleFact =>
  fact(`energy.quota.${key}`, { constraint, benchmark, guide }, 'S', 'DB37/T 2672-2019', table)

const ENERGIES: readonly RuleFact[] = [
  coal('electricity', 0.1229, 0.31),
  fact('energy.coal.gas', { heat: 1.2143, equal: 1.2143 }, 'S', 'GB/T 2589-2008', '气田天然气'),
  coal('rawCoal', 0.7143, 0.7143),
  coal('petrol', 1.4714, 1.4714),
  coal('diesel', 1.4571, 1.4571),
  coal('lpg', 1.7143, 1.7143),
  coal('fuelOil', 1.4286, 1.4286),
  coal('heat', 0.03412, 0.03412),
  coal('cool', 0.03412, 0.03412, 'D'),
  grid('national', 2021, 0.5568, NOTICE[2021], 'M'),
  grid('national', 2022, 0.5366, NOTICE[2022]),
  grid('national', 2023, 0.5306, NOTICE[2023]),
  ...Object.entries({
    north: 0.6361,
    northeast: 0.5122,
    east: 0.55,
    central: 0.5271,
    northwest: 0.5543,
    south: 0.4042,
  }).map(([area, value]) => grid(`grid-${area}`, 2023, value, NOTICE[2023])),
  grid('grid-southwest', 2023, 0.2472, ''),
  grid('grid-south', 2022, 0.3869, NOTICE[2022]),
  grid('450000', 2021, 0.5154, NOTICE[2021]),
  grid('450000', 2022, 0.4044, NOTICE[2022]),
  ...Object.entries(PROVINCES_2023).map(([code, value]) => grid(code, 2023, value, NOTICE[2023])),
  fact('energy.carbon.gas.national', { value: 2.1622 }, 'S', '天然气', ''),
  fact('energy.carbon.heat.national', { value: 0.11 }, 'S', '外购热力', ''),
  fact('energy.carbon.coal.national', { value: 1.9 }, 'M', '原煤', ''),
  fact('energy.carbon.oil.national', { value: 3.1 }, 'S', 'GB/T 51366-2019', ''),
  fact('energy.carbon.lpg.national', { value: 3.1 }, 'S', '液化石油气', ''),
  quota('areaNonHeating.province.B', '表1', 25.5, 16.6, 9.6),
  quota('areaNonHeating.city.A', '表1', 21.9, 14.9, 7.2),
  quota('areaNonHeating.city.B', '表1', 22.3, 15.6, 8.1),
  quota('areaNonHeating.below.A', '表1', 20, 11.9, 6.5),
  quota('areaNonHeating.below.B', '表1', 20.8, 12.6, 6.9),
  quota('areaHeatingDistrict.any.any', '表2', 12.7, 11.1, 8.3),
  quota('areaHeatingAir.any.any', '表2', 12.4, 8.9, 6.4),
  quota('areaHeatingGas.any.any', '表2', 12.3, 8.4, 4.8),
  quota('perHead.province.B', '表3', 1611.5, 1240.4, 700.9),
  quota('perHead.city.A', '表3', 1300.8, 912.3, 665.9),
  quota('perHead.city.B', '表3', 1557.1, 978.1, 698.2),
  quota('perHead.below.A', '表3', 1197.8, 781, 453.7),
  quota('perHead.below.B', '表3', 1293.4, 828.9, 478),
  quota('usualElectricity.province.B', '表4', 81, 52, 35.5),
  quota('usualElectricity.city.A', '表4', 72.6, 49.9, 22.7),
  quota('usualElectricity.city.B', '表4', 80, 51.5, 31.9),
  quota('usualElectricity.below.A', '表4', 67.4, 39.5, 20),
  quota('usualElectricity.below.B', '表4', 75.8, 45.9, 26.2),
  quota('eue.any.any', '表5', 2.2, 1.8, 1.4),
  fact(
    'energy.quota.waterPerHead.any.any',
    { constraint: 25, guide: 10 },
    'S',
    'DB37/T 4452-2021',
    '通用 25、先进 10',
  ),
  fact('energy.pace', { yellow: 105, red: 115 }, 'D', OWN, '用能进度'),
  fact('energy.nightShare', { yellow: 60, red: 80 }, 'D', OWN, '夜间基础负荷'),
  fact('EN-01', undefined, 'D', ENERGY, '第十四条'),
  fact('EN-05', undefined, 'D', ENERGY, '第十六、十七条'),
  ...['EA-01', 'EA-02', 'EA-03', 'EA-04', 'EA-05', 'EA-06', 'EA-07', 'EA-08'].map((id) =>
    fact(id, undefined, 'D', ENERGY, '第十四条'),
  ),
]

const INDEX: readonly RuleFact[] = [
  fact('index.over', undefined, 'D', '发改投资〔2014〕2674号', '本系统口径'),
  fact('index.idle', undefined, 'D', OWN, ''),
  fact('index.perCapita', undefined, 'D', 'DB33/T', '本系统口径'),
  fact('index.energy', undefined, 'S', '公共机构能源资源消费统计调查制度', 'GB/T 2589'),
  fact('index.vehicleUse', undefined, 'D', '机关事务工作动态第173期', '本系统口径'),
  fact('index.quality', undefined, 'D', 'DB45/T', '本系统口径'),
  fact('DQ-01', undefined, 'S', 'DB45/T', ''),
]

export const RULE_FACTS: readonly RuleFact[] = [...HOUSING, ...NOT_JUDGED, ...VEHICLE, ...ENERGIES, ...INDEX]
