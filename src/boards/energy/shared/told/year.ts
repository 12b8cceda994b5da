import type { EnergySummary } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { printed, printMean } from '../../../../i18n/rates.ts'
import type { Lang, Why } from '../../../../state/stores/index.ts'
import { say } from './say.ts'
import { kwhText, quotaRate } from './figures.ts'

/** A year-end error: of the one year that was tried. */
export const yearError = (percent: number | null, lang: Lang): string =>
  printed(printMean(percent, 1, say(lang, '年', 'year'), lang))

/** What is known of a year-end figure's error, in one line. */
export const yearErrorText = ({ error }: Pick<EnergySummary['year'], 'error'>, lang: Lang): string =>
  error.model === null
    ? say(lang, '去年同期回测:历史不足', 'back-test a year ago: too little history')
    : say(
        lang,
        `去年同期回测误差 ${yearError(error.model, lang)}(按时间比例外推 ${yearError(error.naive, lang)})`,
        `a year ago it would have erred by ${yearError(error.model, lang)} (share of the year: ${yearError(error.naive, lang)})`,
      )

type LentQuota = { readonly year: number; readonly quotaYear: number | null }
/** The quota in force: until the year's own is published it is the year's before, and says so. */
export const quotaName = ({ year, quotaYear }: LentQuota, lang: Lang): string =>
  quotaYear !== null && quotaYear < year
    ? say(
        lang,
        `年度定额(${year} 年未下达,沿用 ${quotaYear} 年)`,
        `Quota of ${quotaYear}: that of ${year} is not published`,
      )
    : say(lang, '年度定额', 'Quota of the year')

/** What finished months rest on while records come in. */
const awaitedRows = (
  { awaited }: Pick<EnergySummary['year'], 'awaited'>,
  lang: Lang,
): { label: string; value: string }[] =>
  awaited.map(({ month, reported, guessed, buildings }) => ({
    label: say(lang, `${month} 月度记录`, `Records of ${month}`),
    value:
      say(
        lang,
        `${reported}/${buildings} 栋已报,其余按逐日用电累计`,
        `${reported} of ${buildings} buildings; the others by their days`,
      ) +
      (guessed > 0
        ? say(lang, `,其中 ${guessed} 栋按上年同月推算`, `, ${guessed} of them by last year's month`)
        : ''),
  }))

/** A year's burn-down in words: used, quota, projection with its error, the day of the overrun. */
export const explainYear = (
  title: string,
  year: EnergySummary['year'],
  lang: Lang,
  at: EpochMs | null,
): Why => ({
  title,
  value:
    year.quotaKwh === null
      ? kwhText(year.path.usedKwh, lang)
      : printed(quotaRate(year.path.usedKwh, year.quotaKwh, lang)),
  formula: say(
    lang,
    '年末预测 = 已用 + 余下各月去年同月用量 × 同比(逐楼比较近六月,含本月已过部分;不足六月时按不增长的月份补入);本月按去年同月余下天数;预算线 = 定额 × 去年各月占比',
    "year's end = used + the remaining months' use a year ago × growth (building by building over six months, this one as far as it is gone; months not yet known count as no growth); budget line = quota × last year's months",
  ),
  source: year.basis ?? say(lang, '平台未给出定额', 'the platform gave no quota'),
  mark: 'D',
  feeds: ['energy-year'],
  rows: [
    { label: say(lang, '本年已用', 'Used this year'), value: kwhText(year.path.usedKwh, lang) },
    {
      label: quotaName({ year: year.path.year, quotaYear: year.quotaYear }, lang),
      value: kwhText(year.quotaKwh, lang),
    },
    { label: say(lang, '年末预测', "Projected year's end"), value: kwhText(year.path.projectedKwh, lang) },
    {
      label: say(lang, '预计超定额日', 'Overrun on'),
      value: year.path.overrunDay ?? say(lang, '不会超', 'not expected'),
    },
    { label: say(lang, '预测误差', 'Error'), value: yearErrorText(year, lang) },
    ...awaitedRows(year, lang),
  ],
  at,
})
