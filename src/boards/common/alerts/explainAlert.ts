import { useI18n } from 'vue-i18n'
import type { Alert } from '#shared/protocol/http.ts'
import { useApi, useReplayStore, useUiStore, type Why } from '../../../state/stores/index.ts'
import { alertWhy } from './alertWhy.ts'

/** Opens the card of reasons: what the list knows at once; of a vehicle rule, the limit and the vehicles as soon as they were read. */
export const useExplainAlert = () => {
  const { t } = useI18n()
  const [ui, replay, api] = [useUiStore(), useReplayStore(), useApi()]
  return (alert: Alert): void => {
    const brief: Why = {
      title: alert.text[ui.lang],
      value: t(`severity.${alert.severity}`),
      source: `${alert.citation.document} ${alert.citation.article}`,
      mark: alert.citation.mark,
      rows: [{ label: alert.rule, value: String(alert.count) }],
      at: alert.at,
    }
    ui.explain(brief)
    if (alert.subject !== 'vehicle') return
    api.alert(alert.id, undefined, replay.moment ?? undefined).then(
      (detail) =>
        ui.why === brief && ui.explain(alertWhy(detail, t(`severity.${detail.alert.severity}`), ui.lang)),
      () => undefined,
    )
  }
}
