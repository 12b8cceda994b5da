import { onBeforeUnmount, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { isAppError } from '#shared/kernel/errors.ts'
import type { PlaceView } from '#shared/protocol/http.ts'
import { depthOf, type PlaceKind } from '#shared/region/place.ts'
import { useLedgerStore, useUiStore, useViewStore } from '../../state/stores/index.ts'
import { untilAnswered } from './untilAnswered.ts'

/** What passes by itself. */
const PASSING: readonly string[] = ['unavailable', 'too-many-requests']

export const stepOf = (view: PlaceView | null, kind: PlaceKind): string | null =>
  view?.path.find((step) => step.kind === kind)?.id ?? null

/**
 * Reads what the open place needs: itself, the dots of its region, its compound and county, its building's interior.
 * One that is not there leads home, where that is still said: until the next place, not until home was read.
 */
export const usePlaceLoader = (home: string): void => {
  const view = useViewStore()
  const ledger = useLedgerStore()
  const ui = useUiStore()
  const { t } = useI18n()

  const around = async (place: PlaceView): Promise<void> => {
    const depth = depthOf(place.kind)
    const compound = stepOf(place, 'compound')
    const county = stepOf(place, 'county')
    const building = stepOf(place, 'building')
    await Promise.all([
      (depth === 1 || depth === 2) && !ledger.compounds(place.id) ? ledger.loadCompounds(place.id) : null,
      compound && !ledger.view(compound) ? ledger.loadView(compound) : null,
      depth >= 3 && county && !ledger.view(county) ? ledger.loadView(county) : null,
      building && !ledger.interior(building) ? ledger.loadInterior(building) : null,
    ])
  }
  /** Rejects where it is worth asking again. */
  const load = async (id: string): Promise<void> => {
    try {
      await around(ledger.view(id) ?? (await ledger.loadView(id)))
      if (view.place === id) ui.say('place', null)
    } catch (error) {
      if (view.place !== id) return
      const code = isAppError(error) ? error.code : 'internal'
      const isNowhere = code === 'not-found' && id !== home
      ui.say(isNowhere ? 'nowhere' : 'place', () => `${t('error.title')}: ${t(`error.${code}`)}`)
      if (isNowhere) view.open(home)
      if (PASSING.includes(code)) throw error
    }
  }
  let stop = (): void => undefined
  watch(
    () => view.place,
    (id) => {
      stop()
      if (id !== home) ui.say('nowhere', null)
      if (id)
        stop = untilAnswered(
          () => load(id),
          () => undefined,
        )
    },
    { immediate: true },
  )
  onBeforeUnmount(() => stop())
}
