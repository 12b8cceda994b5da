import { nameUnder } from './coalBasis.ts'
import { formatNumber, unitText } from '../../i18n/format.ts'
import { printed, printIndex } from '../../i18n/rates.ts'
import {
  coalInForce,
  countedMonths,
  referenceInForce,
  type Lang,
  type Why,
} from '../../state/stores/index.ts'
import { energyKgce } from '#shared/indices/definition.ts'
import { countsCoal, type CoalBasis, type IndexDefinition } from '#shared/indices/indices.ts'
import type { FigureDefinition } from '#shared/indices/figures.ts'
import { amountOf, isArea, type Measure, type Measures } from '#shared/indices/measures.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** What a measure is called where a formula's inputs are listed, and how it is printed. */
const MEASURE_TEXT: Record<Measure, { readonly zh: string; readonly en: string; readonly unit: string }> = {
  compounds: { zh: '办公区', en: 'Compounds', unit: '处' },
  workstations: { zh: '工位', en: 'Workstations', unit: '个' },
  workstationsUsed: { zh: '在用工位', en: 'Workstations in use', unit: '个' },
  auxiliaryDm2: { zh: '附属用房使用面积', en: 'Auxiliary area', unit: 'm²' },
  technicalDm2: { zh: '技术业务用房使用面积', en: 'Technical area', unit: 'm²' },
  quotaKwh: { zh: '年度用电定额', en: 'Electricity quota of the year', unit: 'kWh' },
  pvKwh: { zh: '近十二个月光伏发电', en: 'Solar power, 12 months', unit: 'kWh' },
  coalKg: { zh: '近十二个月用煤', en: 'Coal, 12 months', unit: 'kg' },
  oilKg: { zh: '近十二个月用油', en: 'Oil, 12 months', unit: 'kg' },
  lpgKg: { zh: '近十二个月用液化气', en: 'LPG, 12 months', unit: 'kg' },
  buildings: { zh: '办公用房', en: 'Office properties', unit: '处' },
  floors: { zh: '楼层', en: 'Floors', unit: '层' },
  plans: { zh: '平面图', en: 'Floor drawings', unit: '张' },
  rooms: { zh: '房间', en: 'Rooms', unit: '间' },
  officeRooms: { zh: '在用办公室', en: 'Occupied offices', unit: '间' },
  overRooms: { zh: '超标办公室', en: 'Offices over limit', unit: '间' },
  idleRooms: { zh: '闲置房间', en: 'Idle rooms', unit: '间' },
  people: { zh: '实有人数', en: 'People', unit: '人' },
  establishment: { zh: '编制', en: 'Establishment', unit: '人' },
  officeAreaDm2: { zh: '在用办公室使用面积', en: 'Occupied office area', unit: 'm²' },
  officeLimitDm2: { zh: '核定办公室面积', en: 'Approved office area', unit: 'm²' },
  overAreaDm2: { zh: '超标面积', en: 'Area over limit', unit: 'm²' },
  idleDm2: { zh: '闲置使用面积', en: 'Idle usable area', unit: 'm²' },
  usableDm2: { zh: '总使用面积', en: 'Usable area', unit: 'm²' },
  grossDm2: { zh: '建筑面积', en: 'Building area', unit: 'm²' },
  certifiedDm2: { zh: '已办证建筑面积', en: 'Certified building area', unit: 'm²' },
  electricityKwh: { zh: '近十二个月用电', en: 'Electricity, 12 months', unit: 'kWh' },
  gasM3: { zh: '近十二个月用气', en: 'Gas, 12 months', unit: 'm³' },
  officeTotalDm2: { zh: '办公室使用面积', en: 'Office area', unit: 'm²' },
  serviceDm2: { zh: '服务用房使用面积', en: 'Service area', unit: 'm²' },
  equipmentDm2: { zh: '设备用房使用面积', en: 'Equipment area', unit: 'm²' },
  waterM3: { zh: '近十二个月用水', en: 'Water, 12 months', unit: 'm³' },
  heatMj: { zh: '近十二个月集中供热', en: 'District heat, 12 months', unit: 'MJ' },
  coolMj: { zh: '近十二个月集中供冷', en: 'District cooling, 12 months', unit: 'MJ' },
  energyUsers: { zh: '用能人数', en: 'Energy users', unit: '人' },
  vehicles: { zh: '车辆', en: 'Vehicles', unit: '辆' },
  vehicleDaysUsed: { zh: '出车天数', en: 'Days out', unit: '天' },
  vehicleDaysDue: { zh: '应在用天数', en: 'Days due', unit: '天' },
  fieldsRequired: { zh: '必填项', en: 'Required fields', unit: '' },
  fieldsFilled: { zh: '已填必填项', en: 'Filled fields', unit: '' },
  checks: { zh: '校验', en: 'Checks', unit: '' },
  checksFailed: { zh: '未过校验', en: 'Failed checks', unit: '' },
  records: { zh: '记录', en: 'Records', unit: '' },
  recordsFresh: { zh: '期限内更新的记录', en: 'Fresh records', unit: '' },
}

export const measureRow = (
  name: Measure,
  measures: Measures,
  lang: Lang,
): { label: string; value: string } => {
  const text = MEASURE_TEXT[name]
  return {
    label: text[lang],
    value:
      `${formatNumber(amountOf(name, measures), isArea(name) ? 2 : 0, lang)} ${unitText(text.unit, lang)}`.trim(),
  }
}

const BASIS_TEXT: Record<CoalBasis, Record<Lang, string>> = {
  'equivalent-heat': { zh: '折标准煤(当量值)', en: 'coal equivalent (heat value)' },
  'equal-value': { zh: '折标准煤(等价值)', en: 'coal equivalent (equal value)' },
}

/** Which months the sums count: they move only when a month is whole, so the last one may not be the one before this. */
export const countedRows = (inputs: readonly Measure[], lang: Lang): { label: string; value: string }[] => {
  const counted = countedMonths()
  if (!counted) return []
  const row = (value: string) => [{ label: lang === 'zh' ? '计入月份' : 'Months counted', value }]
  if (inputs.includes('electricityKwh') || inputs.includes('waterM3'))
    return row(`${counted.energyFrom} — ${counted.energyTo}`)
  return inputs.includes('vehicleDaysDue') ? row(counted.vehicles) : []
}

/** The 口径 is printed with every figure that converts electricity to coal. */
const basisRows = (
  inputs: readonly Measure[],
  measures: Measures,
  basis: CoalBasis,
  lang: Lang,
): { label: string; value: string }[] =>
  countsCoal({ inputs })
    ? [
        {
          label: BASIS_TEXT[basis][lang],
          value: `${formatNumber(energyKgce(measures, basis, coalInForce()), 0, lang)} kgce`,
        },
      ]
    : []

/** What parameters go into a figure of these measures. */
const feedsOf = (inputs: readonly Measure[]): Pick<Why, 'feeds'> =>
  countsCoal({ inputs }) ? { feeds: ['coal'] } : inputs.includes('recordsFresh') ? { feeds: ['quality'] } : {}

/** The reasons behind an index of one place: formula, source, mark, inputs, age. */
export const explainIndex = (
  index: IndexDefinition,
  measures: Measures,
  basis: CoalBasis,
  place: string,
  lang: Lang,
  at: EpochMs,
): Why => ({
  ...explainFigure(index, measures, basis, place, lang, at),
  index: index.id,
})

const thresholdOf = (
  index: Parameters<typeof referenceInForce>[0] & Pick<IndexDefinition, 'decimals' | 'unit'>,
  lang: Lang,
): string | undefined => {
  const reference = referenceInForce(index)
  return reference === null
    ? undefined
    : `${formatNumber(reference, index.decimals, lang)} ${unitText(index.unit, lang)}`.trim()
}

/** The same for a figure that does not colour the map. */
export const explainFigure = (
  index: Omit<FigureDefinition, 'id'> & Pick<IndexDefinition, 'referenceIn'>,
  measures: Measures,
  basis: CoalBasis,
  place: string,
  lang: Lang,
  at: EpochMs,
): Why => ({
  title: `${place} · ${nameUnder(index, basis, lang)}`,
  value: printed(printIndex(index, measures, basis, coalInForce(), lang)),
  formula: index.formula[lang],
  source: index.source[lang],
  mark: index.mark,
  threshold: thresholdOf(index, lang),
  rows: [
    ...index.inputs.map((name) => measureRow(name, measures, lang)),
    ...countedRows(index.inputs, lang),
    ...basisRows(index.inputs, measures, basis, lang),
  ],
  ...feedsOf(index.inputs),
  at,
})

/** The reasons behind a plain sum of the ledger. */
export const explainMeasure = (
  name: Measure,
  measures: Measures,
  place: string,
  lang: Lang,
  at: EpochMs,
): Why => {
  const row = measureRow(name, measures, lang)
  return {
    title: `${place} · ${row.label}`,
    value: row.value,
    formula:
      lang === 'zh'
        ? '下级各处之和,逐级汇总,合计等于各部分之和'
        : 'the sum of the parts, rolled up level by level',
    source: lang === 'zh' ? '办公用房、公务用车、公共机构节能平台台账' : 'ledgers of the platforms below',
    mark: 'D',
    rows: [row],
    at,
  }
}
