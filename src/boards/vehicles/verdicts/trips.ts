import { twiceBeyond } from '#shared/indices/verdict.ts'
import { DEFAULT_TARGETS } from '#shared/standards/targets.ts'
import { tripsCleanOf } from '#shared/vehicles/tripsClean.ts'
import { countsText } from '#shared/kernel/rate.ts'
import { printed, printRate } from '../../../i18n/rates.ts'
import { tablesInForce, useUiStore } from '../../../state/stores/index.ts'
import { remoteState } from '../../common/remoteState.ts'
import { verdict } from '../../verdict.ts'
import { useFiguresThen } from '../shared/figuresThen.ts'
import { monthsOfTrend, readyOr } from '../shared/trendMonths.ts'

const WORDS = {
  title: { zh: '行程核验无问题的比例', en: 'Judged trips without a finding' },
  trips: { zh: '次', en: 'trips' },
  none: { zh: '最近整月没有核验过的行程', en: 'no trip compared yet' },
  formula: {
    zh: '(与轨迹、费用核验过的行程 − 其中有问题的)÷ 核验过的行程 × 100,最近一个整月',
    en: '(trips compared with track and cost − those with a finding) ÷ trips compared × 100, the newest whole month',
  },
  source: {
    zh: '三方核验为本系统口径;目标见“标准与口径”中的大屏判定目标',
    en: "the three-way verdict is this system's definition; the target stands among the parameters",
  },
  judged: { zh: '核验过的行程', en: 'Trips compared' },
  faults: { zh: '其中有问题', en: 'Of them with a finding' },
  month: { zh: '月份', en: 'Month' },
  threshold: { zh: '不低于', en: 'at least' },
} as const

/** The share of trips that were judged and stand without a finding, of the newest whole month. */
export default verdict({
  id: 'trips',
  question: { zh: '行程对得上单吗?', en: 'Trips match orders?' },
  short: { zh: '行程', en: 'Trips' },
  scenes: { vehicles: 40 },
  better: 'more',
  ramp: 'vehicle',
  needs: 'view.places',
  use: ({ region }) => {
    const ui = useUiStore()
    const figures = useFiguresThen(region)
    const state = remoteState(figures)
    const rate = ({ judged, faults }: { judged: number; faults: number }) =>
      printRate({ part: judged - faults, base: judged }, WORDS.trips[ui.lang], ui.lang)
    return () => {
      const data = figures.data.value
      const sums = { judged: data?.sums.judged ?? 0, faults: data?.sums.faults ?? 0 }
      const share = { part: sums.judged - sums.faults, base: sums.judged, unit: WORDS.trips[ui.lang] }
      const target = (tablesInForce()?.targets ?? DEFAULT_TARGETS).trips * 100
      const parts = (data?.rows ?? [])
        .filter(({ kind }) => kind === 'region')
        .map(({ id, name, bases }) => ({ id, name, value: tripsCleanOf(bases), n: bases.judged, bases }))
      return {
        state: readyOr(state.value),
        of: region(),
        subject: 'vehicle:tripsClean',
        value: tripsCleanOf(sums),
        decimals: 1,
        printed: rate(sums),
        counts: sums.judged > 0 ? `${countsText(share)} ${share.unit}` : data ? WORDS.none[ui.lang] : '',
        share: sums.judged > 0 ? share : null,
        n: sums.judged,
        line: { target, severe: twiceBeyond(target, 'more'), better: 'more' },
        ...monthsOfTrend(data, ({ bases }) => tripsCleanOf(bases)),
        parts,
        printPart: (part) => rate((part as (typeof parts)[number]).bases),
        why: () => ({
          title: `${data?.name ?? ''} · ${WORDS.title[ui.lang]} · ${data?.period ?? ''}`,
          value: printed(rate(sums)),
          formula: WORDS.formula[ui.lang],
          source: WORDS.source[ui.lang],
          mark: 'D',
          threshold: `${WORDS.threshold[ui.lang]} ${target.toFixed(1)}%`,
          rows: [
            { label: WORDS.month[ui.lang], value: data?.period ?? '—' },
            { label: WORDS.judged[ui.lang], value: `${sums.judged} ${share.unit}` },
            { label: WORDS.faults[ui.lang], value: `${sums.faults} ${share.unit}` },
          ],
          feeds: ['order-verdict', 'target-trips'],
          at: data?.asOf ?? null,
        }),
        retry: figures.reload,
      }
    }
  },
})
