import { useI18n } from 'vue-i18n'
import type { Matter } from '../../../boards/common/alerts/matters.ts'
import { countedBy, formatNumber } from '../../../i18n/format.ts'
import { useAlertsStore, useLedgerStore, useUiStore } from '../../../state/stores/index.ts'

/** Where, what and how much a matter is, as a line of the strip says it. */
export const useMatterWords = () => {
  const { t } = useI18n()
  const [store, ledger, ui] = [useAlertsStore(), useLedgerStore(), useUiStore()]
  const number = (n: number): string => formatNumber(n, 0, ui.lang)
  return {
    /** The place, or how many there are. */
    where: ({ alerts, placeName }: Matter): string => {
      if (alerts.length === 1) return placeName ?? ''
      const areCounties = alerts.every((one) => ledger.region(one.region)?.kind === 'county')
      return t(areCounties ? 'ticker.counties' : 'ticker.places', { n: number(alerts.length) })
    },
    /** The rule by its name; a rule that the list does not name, by the alert's own words. */
    what: ({ rule, alerts }: Matter): string =>
      store.rules[rule]?.name[ui.lang] ?? alerts[0]?.text[ui.lang] ?? rule,
    howMuch: ({ rule, count }: Matter): string =>
      [number(count), countedBy(store.rules[rule]?.counts, count, ui.lang)].filter(Boolean).join(' '),
  }
}
