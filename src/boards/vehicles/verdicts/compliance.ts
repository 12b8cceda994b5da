import { twiceBeyond } from '#shared/indices/verdict.ts'
import { countsText } from '#shared/kernel/rate.ts'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import { DEFAULT_TARGETS } from '#shared/standards/targets.ts'
import { printed, printRate } from '../../../i18n/rates.ts'
import { tablesInForce, useApi, useRemote, useReplayStore, useUiStore } from '../../../state/stores/index.ts'
import { remoteState } from '../../common/remoteState.ts'
import { verdict } from '../../verdict.ts'
import { readyOr } from '../shared/trendMonths.ts'

const REFRESH_MS = 300_000
const MONTHS = 12
const WORDS = {
  title: { zh: '无未结问题的车辆', en: 'Vehicles without an open finding' },
  unit: { zh: '辆', en: 'vehicles' },
  formula: {
    zh: '(车辆 − 台账、费用、行程核查中有未结问题的车辆)÷ 车辆 × 100',
    en: '(vehicles − those with an open finding of ledger, cost or trip) ÷ vehicles × 100',
  },
  source: {
    zh: '核查规则见规则清单;比率为本系统口径',
    en: "the rules stand in the list of rules; the rate is this system's definition",
  },
  all: { zh: '车辆', en: 'Vehicles' },
  found: { zh: '有未结问题', en: 'With an open finding' },
  atLeast: { zh: '不低于', en: 'at least' },
} as const

interface Clean {
  readonly vehicles: number
  readonly clean: number
}
const shareOf = ({ vehicles, clean }: Clean): number | null =>
  vehicles > 0 ? (clean / vehicles) * 100 : null

const pointOf = (month: string, row: (Clean & { readonly by: 'here' | 'platform' }) | undefined) => ({
  month,
  value: row ? shareOf(row) : null,
  handed: row?.by === 'platform',
})

/** The share of vehicles that stand without an open finding. */
export default verdict({
  id: 'compliance',
  question: { zh: '公务用车合规吗?', en: 'Vehicles by the rules?' },
  short: { zh: '合规', en: 'Rules' },
  scenes: { overview: 40, vehicles: 10, supervision: 40 },
  better: 'more',
  ramp: 'vehicle',
  needs: 'view.alerts',
  words: { slight: { zh: '略差', en: 'Short' } },
  use: ({ region }) => {
    const [ui, api, replay] = [useUiStore(), useApi(), useReplayStore()]
    const remote = useRemote(region, (code, signal, at) => api.vehicleCompliance(code, signal, at), {
      everyMs: REFRESH_MS,
      past: 'day',
      name: 'vehicle-compliance',
    })
    const state = remoteState(remote)
    const rate = ({ vehicles, clean }: Clean) =>
      printRate({ part: clean, base: vehicles }, WORDS.unit[ui.lang], ui.lang)
    return () => {
      const told = remote.data.value
      const all = told ?? { vehicles: 0, clean: 0 }
      const unit = WORDS.unit[ui.lang]
      const share = { part: all.clean, base: all.vehicles, unit }
      const target = (tablesInForce()?.targets ?? DEFAULT_TARGETS).compliance * 100
      const names = wholeMonthsBefore(replay.moment ?? ui.minute, MONTHS).reverse()
      const kept = new Map(told?.months.map((row) => [row.month, row]))
      const parts = (told?.parts ?? []).map((part) => ({
        id: part.id,
        name: part.name,
        value: shareOf(part),
        n: part.vehicles,
        own: part,
      }))
      return {
        state: replay.active && remote.error.value ? 'not-kept' : readyOr(state.value),
        of: region(),
        subject: 'vehicle:clean',
        value: shareOf(all),
        decimals: 1,
        printed: rate(all),
        counts: all.vehicles > 0 ? `${countsText(share)} ${unit}` : '',
        share: all.vehicles > 0 ? share : null,
        n: all.vehicles,
        line: { target, severe: twiceBeyond(target, 'more'), better: 'more' },
        months: told && names.map((month) => pointOf(month, kept.get(month))),
        since: told?.since ?? null,
        parts,
        printPart: (part) => rate((part as (typeof parts)[number]).own),
        why: () => ({
          title: `${told?.name ?? ''} · ${WORDS.title[ui.lang]}`,
          value: printed(rate(all)),
          formula: WORDS.formula[ui.lang],
          source: WORDS.source[ui.lang],
          mark: 'D',
          threshold: `${WORDS.atLeast[ui.lang]} ${target.toFixed(1)}%`,
          rows: [
            { label: WORDS.all[ui.lang], value: `${all.vehicles} ${unit}` },
            { label: WORDS.found[ui.lang], value: `${all.vehicles - all.clean} ${unit}` },
          ],
          feeds: ['target-compliance'],
          at: told?.asOf ?? null,
        }),
        retry: remote.reload,
      }
    }
  },
})
