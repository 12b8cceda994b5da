import { energyKgce, type CoalBasis, type IndexDefinition } from '#shared/indices/indices.ts'
import type { Measure, Measures } from '#shared/indices/measures.ts'
import { formatArea, formatNumber, unitText } from '../../i18n/format.ts'
import type { Lang, Why } from '../../state/stores/index.ts'

type Row = readonly [zh: string, en: string, measure: Measure, kind: 'count' | 'area' | 'kwh' | 'm3']

/** The facts that each index is made of, so that a person can do the sum again. */
const ROWS: Record<IndexDefinition['id'], readonly Row[]> = {
  over: [['超标办公室', 'offices over their limit', 'overRooms', 'count'], ['在用办公室', 'occupied offices', 'officeRooms', 'count'], ['超出面积', 'area over', 'overAreaDm2', 'area']],
  idle: [['闲置使用面积', 'idle usable area', 'idleDm2', 'area'], ['总使用面积', 'all usable area', 'usableDm2', 'area'], ['闲置房间', 'idle rooms', 'idleRooms', 'count']],
  perCapita: [['在用办公室面积', 'office area in use', 'officeAreaDm2', 'area'], ['核定面积', 'approved area', 'officeLimitDm2', 'area'], ['实有人数', 'people', 'people', 'count']],
  energy: [['用电(近十二个月)', 'electricity (12 months)', 'electricityKwh', 'kwh'], ['天然气', 'gas', 'gasM3', 'm3'], ['建筑面积', 'building area', 'grossDm2', 'area']],
  vehicleUse: [['出车天数', 'days out', 'vehicleDaysUsed', 'count'], ['应在用工作日 − 维修停驶日', 'due working days − repair days', 'vehicleDaysDue', 'count'], ['车辆', 'vehicles', 'vehicles', 'count']],
  quality: [['已填必填项', 'required fields filled', 'fieldsFilled', 'count'], ['必填项', 'required fields', 'fieldsRequired', 'count'], ['未过校验', 'checks failed', 'checksFailed', 'count'], ['校验', 'checks', 'checks', 'count'], ['期限内更新的记录', 'records fresh enough', 'recordsFresh', 'count'], ['记录', 'records', 'records', 'count']],
}

const printed = (measures: Measures, [, , measure, kind]: Row, lang: Lang): string => {
  const value = measures[measure]
  if (kind === 'area') return formatArea(value, 2, lang)
  return `${formatNumber(value, 0, lang)}${kind === 'kwh' ? ' kWh' : kind === 'm3' ? ' m³' : ''}`
}

/** The reasons behind one place's index. */
export const whyIndex = (index: IndexDefinition, measures: Measures, basis: CoalBasis, place: string, at: number, lang: Lang, basisName: string): Why => {
  const value = index.value(measures, basis)
  const rows = ROWS[index.id].map((row) => ({ label: lang === 'zh' ? row[0] : row[1], value: printed(measures, row, lang) }))
  if (index.id === 'energy') rows.push({ label: basisName, value: `${formatNumber(energyKgce(measures, basis), 0, lang)} kgce` })
  return {
    title: `${place} · ${index.name[lang]}`,
    value: `${formatNumber(value, index.decimals, lang)} ${value === null ? '' : unitText(index.unit, lang)}`.trim(),
    formula: index.formula[lang],
    source: index.source[lang],
    mark: index.mark,
    ...(index.reference === null ? {} : { threshold: `${formatNumber(index.reference, index.decimals, lang)} ${unitText(index.unit, lang)}`.trim() }),
    rows,
    at,
    index: index.id,
  }
}
