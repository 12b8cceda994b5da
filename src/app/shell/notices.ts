import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { clockText } from '../../i18n/format.ts'
import {
  useLedgerStore,
  useReplayStore,
  useSourcesStore,
  useUiStore,
  useViewStore,
} from '../../state/stores/index.ts'

/** A link that is down for longer is told. */
const DOWN_MS = 3000

/** Says above the picture that the link to the server is down, and that a building's inside is not replayed. */
export const useNotices = (): void => {
  const [sources, ui, replay] = [useSourcesStore(), useUiStore(), useReplayStore()]
  const [view, ledger] = [useViewStore(), useLedgerStore()]
  const { t } = useI18n()
  let offline = false
  watch([() => sources.link, () => ui.second], () => {
    const down =
      sources.link === 'reconnecting' && sources.lostAt !== null && ui.second - sources.lostAt > DOWN_MS
    if (down === offline) return
    offline = down
    const at = sources.lostAt
    ui.say('link', down && at ? () => t('notice.offline', { time: clockText(at).time }) : null)
  })
  watch(
    () => replay.active && view.engine === 'interior' && ledger.view(view.place)?.kind !== 'compound',
    (isPastInside) => ui.say('replay', isPastInside ? () => t('timeline.interior') : null),
  )
}
