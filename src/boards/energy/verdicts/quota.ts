import { dayOf, startOfDay } from '#shared/kernel/units.ts'
import type { EnergySummary } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { printPercent } from '../../../i18n/rates.ts'
import { useApi, useRemote, useReplayStore, useUiStore, type Lang } from '../../../state/stores/index.ts'
import { remoteState } from '../../common/remoteState.ts'
import { verdict, type Told } from '../../verdict.ts'
import { quotaRate } from '../shared/told/figures.ts'
import { say } from '../shared/told/say.ts'
import { explainYear } from '../shared/told/year.ts'

const REFRESH_MS = 300_000
/** The year's end beside the quota: beyond it it does not last, a twentieth beyond it someone must act. 本系统口径 [D]. */
const LINE = { target: 100, severe: 105, better: 'less' } as const

const shareOf = (kwh: number | null, quotaKwh: number | null): number | null =>
  kwh === null || !quotaKwh ? null : (kwh / quotaKwh) * 100

/** How much of its year is gone, per cent. */
const goneOf = (at: number): number => {
  const year = Number(dayOf(at).slice(0, 4))
  const [from, to] = [startOfDay(`${year}-01-01`), startOfDay(`${year + 1}-01-01`)]
  return ((at - from) / (to - from)) * 100
}

const monthsOf = ({ year }: EnergySummary, now: number): NonNullable<Told['months']> => {
  const ended = Number(dayOf(now).slice(5, 7)) - 1
  return year.path.actual.slice(0, ended).map((kwh, i) => ({
    month: `${year.path.year}-${String(i + 1).padStart(2, '0')}`,
    value: shareOf(kwh, year.quotaKwh),
  }))
}

const besideOf = ({ year }: EnergySummary, now: number, lang: Lang): string[] => {
  const percent = (value: number): string => formatNumber(value, 0, lang)
  const end = shareOf(year.path.projectedKwh, year.quotaKwh)
  return [
    say(lang, `时间已过 ${percent(goneOf(now))}%`, `${percent(goneOf(now))}% of year`),
    ...(end === null ? [] : [say(lang, `全年预计 ${percent(end)}%`, `${percent(end)}% at the end`)]),
  ]
}

/** Whether the year's quota lasts: the share that is used beside the share of the year that is gone, judged by how the year will end. */
export default verdict({
  id: 'quota',
  question: { zh: '全年能耗够不够用?', en: 'Will the quota last?' },
  short: { zh: '全年预计', en: 'Year end' },
  scenes: { overview: 30, energy: 10 },
  better: 'less',
  needs: 'view.live',
  wholeRegions: true,
  index: 'energy',
  words: {
    kept: { zh: '够用', en: 'Lasts' },
    slight: { zh: '将超', en: 'Runs over' },
    severe: { zh: '将超 5% 以上', en: 'Over by 5%' },
  },
  use: ({ region }) => {
    const [ui, api, replay] = [useUiStore(), useApi(), useReplayStore()]
    const remote = useRemote(region, (code, signal) => api.energySummary(code, signal), {
      everyMs: REFRESH_MS,
      past: 'itself',
      name: 'energy-summary',
    })
    const state = remoteState(remote)
    return () => {
      const told = remote.data.value
      const year = told?.year
      const used = year ? shareOf(year.path.usedKwh, year.quotaKwh) : null
      const unit = say(ui.lang, '栋', 'buildings')
      return {
        state: replay.active
          ? 'not-kept'
          : state.value === 'stale' || state.value === 'empty'
            ? 'ready'
            : state.value,
        of: region(),
        subject: 'quotaUsed',
        partSubject: 'quotaEnd',
        value: used,
        judged: year ? shareOf(year.path.projectedKwh, year.quotaKwh) : null,
        decimals: 1,
        printed: quotaRate(year?.path.usedKwh, year?.quotaKwh, ui.lang),
        counts: told ? `n ${formatNumber(told.buildings, 0, ui.lang)} ${unit}` : '',
        share: null,
        n: null,
        line: LINE,
        months: told ? monthsOf(told, ui.minute) : null,
        since: null,
        ...(told && used !== null ? { beside: besideOf(told, ui.minute, ui.lang) } : {}),
        parts: (told?.parts ?? []).map(({ id, name, projectedKwh, quotaKwh }) => ({
          id,
          name,
          value: shareOf(projectedKwh, quotaKwh),
          n: null,
        })),
        printPart: ({ value }) => printPercent(value, '', ui.lang, 0),
        why: () =>
          explainYear(
            say(ui.lang, '全年能耗', "The year's energy"),
            (told as EnergySummary).year,
            ui.lang,
            told?.toldAt ?? null,
          ),
        retry: remote.reload,
      }
    }
  },
})
