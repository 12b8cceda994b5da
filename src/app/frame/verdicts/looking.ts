import { computed, inject, watch, type ComputedRef, type InjectionKey } from 'vue'
import { moved } from '#shared/indices/verdict.ts'
import type { Told } from '../../../boards/verdict.ts'
import { timeOfDay } from '../../../i18n/format.ts'
import { useReplayStore, useUiStore } from '../../../state/stores/index.ts'
import type { LastLook } from './lastLook.ts'
import { arrow } from './say.ts'

/** What this account saw when it looked before; null on a wall. */
export const LAST_LOOK: InjectionKey<LastLook | null> = Symbol('the last look of this account')

/** By how much a verdict's figure moved since this account looked, and when that was; the figure that is shown now is seen. */
export const useLooked = (
  told: Readonly<ComputedRef<Told>>,
  verdict: string,
  t: (key: string, named?: Record<string, unknown>) => string,
) => {
  const [ui, replay] = [useUiStore(), useReplayStore()]
  const look = inject(LAST_LOOK, null)
  const key = computed(() => `${told.value.of} ${verdict}`)
  watch(
    () => [key.value, told.value.value, told.value.state === 'ready' && !replay.active] as const,
    ([what, value, isNow]) => {
      if (isNow && value !== null) look?.saw(what, value)
    },
    { immediate: true },
  )
  return {
    sinceLook: computed(() => {
      const { value, decimals } = told.value
      const by = replay.active ? null : moved(value, look?.before(key.value), decimals)
      const text = by === null ? null : arrow(by, decimals, ui.lang)
      return text === null ? [] : [t('seen', { by: text })]
    }),
    seenAt: computed(() => {
      const at = look?.at() ?? null
      return at === null ? undefined : t('seenAt', { at: timeOfDay(at, ui.minute) })
    }),
  }
}
