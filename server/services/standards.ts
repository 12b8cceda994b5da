import { gradeName } from '#shared/housing/grades.ts'
import { COAL_COEFFICIENTS } from '#shared/indices/indices.ts'
import type { Standards } from '#shared/protocol/ledger.ts'
import { AREA_LIMITS, CANTEEN, EQUIPMENT_SHARE, GARAGE, IDLE_DAYS, OVER_STANDARD, SERVICE_RULES, USABLE_SHARE } from '#shared/standards/officeArea.ts'
import { MARK_LABELS, type Citation } from '#shared/standards/rule.ts'

const HEAT_VALUE: Citation = { document: 'GB/T 2589', article: '附录A 当量值', mark: 'S' }
const EQUAL_VALUE: Citation = { document: 'DB37/T 2672-2019', article: '附录B 等价值', mark: 'S' }

const figure = (key: string, value: number, unit: string, citation: Citation): Standards['figures'][number] => ({ key, value, unit, citation: { ...citation } })

/** The rule tables as they apply, each row with its source and its mark. */
export const standardsInForce = (): Standards => ({
  areaLimits: AREA_LIMITS.map((row) => ({ ...row, gradeName: gradeName(row.level, row.grade), citation: { ...row.citation } })),
  serviceRules: SERVICE_RULES.map(({ level, low, middle, high, citation }) => ({ level, low: { ...low }, middle: { ...middle }, high: { ...high }, citation: { ...citation } })),
  figures: [
    figure('equipmentShare', EQUIPMENT_SHARE.value, '', EQUIPMENT_SHARE.citation),
    figure('usableShareMultiStorey', USABLE_SHARE.multiStorey, '', USABLE_SHARE.citation),
    figure('usableShareHighRise', USABLE_SHARE.highRise, '', USABLE_SHARE.citation),
    figure('canteenPerHead', CANTEEN.perHead, 'm²', CANTEEN.citation),
    figure('canteenPerHeadAbove100', CANTEEN.above, 'm²', CANTEEN.citation),
    figure('garagePerSpace', GARAGE.perSpace, 'm²', GARAGE.citation),
    figure('garagePerSpaceAbove200', GARAGE.above, 'm²', GARAGE.citation),
    figure('overYellow', OVER_STANDARD.yellow, '', OVER_STANDARD.citation),
    figure('overRed', OVER_STANDARD.red, '', OVER_STANDARD.citation),
    figure('idleYellow', IDLE_DAYS.yellow, 'd', IDLE_DAYS.citation),
    figure('idleRed', IDLE_DAYS.red, 'd', IDLE_DAYS.citation),
    figure('coalElectricityHeat', COAL_COEFFICIENTS['equivalent-heat'].electricityKgcePerKwh, 'kgce/kWh', HEAT_VALUE),
    figure('coalElectricityEqual', COAL_COEFFICIENTS['equal-value'].electricityKgcePerKwh, 'kgce/kWh', EQUAL_VALUE),
    figure('coalGas', COAL_COEFFICIENTS['equivalent-heat'].gasKgcePerM3, 'kgce/m³', HEAT_VALUE),
  ],
  marks: { ...MARK_LABELS },
})
