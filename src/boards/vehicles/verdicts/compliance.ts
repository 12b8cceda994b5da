import { ref, watch } from 'vue'
import { twiceBeyond } from '#shared/indices/verdict.ts'
import { countsText } from '#shared/kernel/rate.ts'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import type { VehicleCompliance } from '#shared/vehicles/answers/account.ts'
import { DEFAULT_TARGETS } from '#shared/standards/targets.ts'
import { printed, printRate } from '../../../i18n/rates.ts'
import { tablesInForce, useApi, useRemote, useReplayStore, useUiStore } from '../../../state/stores/index.ts'
import { remoteState } from '../../common/remoteState.ts'
import { verdict, type Told } from '../../verdict.ts'
import { readyOr } from '../shared/trendMonths.ts'

const REFRESH_MS = 300_000
/** While nothing was judged yet: the rules are held to a new house's records soon after they came. */
const SOON_MS = 5_000
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

/** Before the first judgement of a house no vehicle has a finding, and all would look clean; the day of the first is kept. */
const isJudged = (told: VehicleCompliance | null): boolean =>
  told === null || told.unit !== undefined || told.since !== null || told.vehicles === 0

const pointOf = (month: string, row: (Clean & { readonly by: 'here' | 'platform' }) | undefined) => ({
  month,
  value: row ? shareOf(row) : null,
  handed: row?.by === 'platform',
})

/** Of a region, with what a verdict says of the reading; nothing is answered before the first judgement. */
const useCompliance = (region: () => string) => {
  const [api, replay, everyMs] = [useApi(), useReplayStore(), ref(REFRESH_MS)]
  const remote = useRemote(region, (code, signal, at) => api.vehicleCompliance(code, signal, at), {
    get everyMs() {
      return everyMs.value
    },
    past: 'day',
    name: 'vehicle-compliance',
  })
  const read = remoteState(remote)
  watch(remote.data, (told) => (everyMs.value = isJudged(told) ? REFRESH_MS : SOON_MS), { immediate: true })
  return {
    remote,
    state: (): Told['state'] => {
      if (replay.active && remote.error.value) return 'not-kept'
      return isJudged(remote.data.value) ? readyOr(read.value) : 'loading'
    },
  }
}

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
    const [ui, replay] = [useUiStore(), useReplayStore()]
    const { remote, state } = useCompliance(region)
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
        state: state(),
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
