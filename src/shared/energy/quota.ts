import type { Mark } from '../indices/mark.ts'

/** 约束值, 基准值, 引导值 of one indicator. */
export interface QuotaRow {
  readonly indicator: QuotaIndicator
  readonly level: 'province' | 'city' | 'below' | 'any'
  /** 气候区 of the standard; `any` where it makes no difference. */
  readonly zone: 'A' | 'B' | 'any'
  readonly constraint: number
  readonly benchmark: number
  readonly guide: number
  readonly source: string
  readonly mark: Mark
}
export type QuotaIndicator =
  | 'areaNonHeating'
  | 'areaHeatingDistrict'
  | 'areaHeatingAir'
  | 'areaHeatingGas'
  | 'perHead'
  | 'usualElectricity'
  | 'eue'
  | 'waterPerHead'
export const QUOTA_UNITS: Readonly<Record<QuotaIndicator, string>> = {
  areaNonHeating: 'kgce/(m²·a)',
  areaHeatingDistrict: 'kgce/(m²·a)',
  areaHeatingAir: 'kgce/(m²·a)',
  areaHeatingGas: 'kgce/(m²·a)',
  perHead: 'kgce/(人·a)',
  usualElectricity: 'kWh/(m²·a)',
  eue: '',
  waterPerHead: 'm³/(人·a)',
}

const STANDARD = 'DB37/T 2672-2019'
const row = (
  indicator: QuotaIndicator,
  table: string,
  level: QuotaRow['level'],
  zone: QuotaRow['zone'],
  constraint: number,
  benchmark: number,
  guide: number,
): QuotaRow => ({
  indicator,
  level,
  zone,
  constraint,
  benchmark,
  guide,
  source: `《党政机关能源消耗定额标准》${STANDARD} ${table}`,
  mark: 'S',
})

/** Shandong's quotas: a reference for other provinces, to be replaced by the province's own where it has published one. */
export const QUOTA_TABLE: readonly QuotaRow[] = [
  row('areaNonHeating', '表1', 'province', 'B', 25.5, 16.6, 9.6),
  row('areaNonHeating', '表1', 'city', 'A', 21.9, 14.9, 7.2),
  row('areaNonHeating', '表1', 'city', 'B', 22.3, 15.6, 8.1),
  row('areaNonHeating', '表1', 'below', 'A', 20, 11.9, 6.5),
  row('areaNonHeating', '表1', 'below', 'B', 20.8, 12.6, 6.9),
  row('areaHeatingDistrict', '表2 市政集中(按热计量)', 'any', 'any', 12.7, 11.1, 8.3),
  row('areaHeatingAir', '表2 空调供暖', 'any', 'any', 12.4, 8.9, 6.4),
  row('areaHeatingGas', '表2 燃气(油)', 'any', 'any', 12.3, 8.4, 4.8),
  row('perHead', '表3', 'province', 'B', 1611.5, 1240.4, 700.9),
  row('perHead', '表3', 'city', 'A', 1300.8, 912.3, 665.9),
  row('perHead', '表3', 'city', 'B', 1557.1, 978.1, 698.2),
  row('perHead', '表3', 'below', 'A', 1197.8, 781, 453.7),
  row('perHead', '表3', 'below', 'B', 1293.4, 828.9, 478),
  row('usualElectricity', '表4', 'province', 'B', 81, 52, 35.5),
  row('usualElectricity', '表4', 'city', 'A', 72.6, 49.9, 22.7),
  row('usualElectricity', '表4', 'city', 'B', 80, 51.5, 31.9),
  row('usualElectricity', '表4', 'below', 'A', 67.4, 39.5, 20),
  row('usualElectricity', '表4', 'below', 'B', 75.8, 45.9, 26.2),
  row('eue', '表5', 'any', 'any', 2.2, 1.8, 1.4),
  {
    indicator: 'waterPerHead',
    level: 'any',
    zone: 'any',
    constraint: 25,
    benchmark: 25,
    guide: 10,
    source: 'DB37/T 4452-2021 人均机关取水量(通用 25、先进 10)',
    mark: 'S',
  },
]

/** The row of an indicator; the zone falls back to the one that the level has. null where the standard has none. */
export const quotaRowOf = (
  indicator: QuotaIndicator,
  level: 'province' | 'city' | 'below',
  zone: 'A' | 'B',
  table: readonly QuotaRow[] = QUOTA_TABLE,
): QuotaRow | null => {
  const rows = table.filter(
    (each) => each.indicator === indicator && (each.level === level || each.level === 'any'),
  )
  return rows.find((each) => each.zone === zone || each.zone === 'any') ?? rows[0] ?? null
}

export type Verdict = 'advanced' | 'good' | 'within' | 'over'
export const VERDICTS: Readonly<Record<Verdict, { readonly zh: string; readonly en: string }>> = {
  advanced: { zh: '先进', en: 'Advanced' },
  good: { zh: '良好', en: 'Good' },
  within: { zh: '达标', en: 'Within' },
  over: { zh: '超定额', en: 'Over' },
}

/** A row with two tiers only, as 用水定额: 先进值, 通用值. */
export const hasTwoTiers = ({ constraint, benchmark }: Pick<QuotaRow, 'constraint' | 'benchmark'>): boolean =>
  constraint === benchmark
/** What the verdicts of a row with two tiers are called; 良好 is none of them. */
export const TWO_TIER_VERDICTS: Readonly<
  Record<Exclude<Verdict, 'good'>, { readonly zh: string; readonly en: string }>
> = {
  advanced: { zh: '先进', en: 'Advanced' },
  within: { zh: '通用', en: 'General' },
  over: { zh: '超通用值', en: 'Over general' },
}

/** ≤ 引导值 先进, ≤ 基准值 良好, ≤ 约束值 达标, above it 超定额, which must be explained (EN-05). */
export const verdictOf = (
  value: number,
  limits: Pick<QuotaRow, 'constraint' | 'benchmark' | 'guide'>,
): Verdict =>
  value <= limits.guide
    ? 'advanced'
    : value <= limits.benchmark && !hasTwoTiers(limits)
      ? 'good'
      : value <= limits.constraint
        ? 'within'
        : 'over'
