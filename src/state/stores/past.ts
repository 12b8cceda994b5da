import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import {
  computed,
  hasInjectionContext,
  inject,
  onScopeDispose,
  ref,
  type ComputedRef,
  type InjectionKey,
  type Ref,
} from 'vue'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { useReplayStore } from './replay.ts'

/** How finely the past of a subject is kept: alerts and orders by the minute, energy by the quarter hour, the ledger by the day. */
export type PastStep = 'minute' | 'quarter' | 'day'

const STEP_MS: Record<PastStep, DurationMs> = { minute: MINUTE_MS, quarter: 900_000, day: DAY_MS }
/** Days and quarter hours are those of UTC+8. */
const ZONE_MS: DurationMs = 8 * HOUR_MS

/** One read of a panel: `step` null shows the present whatever the clock says; `notKept` once the server said that it kept nothing. */
export interface PastUse {
  readonly step: PastStep | null
  readonly notKept: Readonly<Ref<boolean>>
}

/** A panel's host learns here what its panel reads, so that the panel itself can say which time it shows. Answers how to take it back. */
export const PAST_USES: InjectionKey<(use: PastUse) => () => void> = Symbol('what a panel reads of the past')

export interface Past {
  /** The instant to read; null is now. */
  at(): EpochMs | null
  /** Another text whenever the answer can be another one: live, each seek, each step of what is kept. */
  readonly stamp: ComputedRef<string>
}

/** The one place where now or an instant is decided for reads. */
export const pastOf = (step: PastStep): Past => {
  const replay = useReplayStore()
  return {
    at: () => replay.moment,
    stamp: computed(() =>
      replay.moment === null
        ? 'live'
        : `${replay.seeks}:${Math.floor((replay.moment + ZONE_MS) / STEP_MS[step])}`,
    ),
  }
}

/** Tells the host of the calling panel what it reads. */
export const usePastUse = (step: PastStep | null, notKept: Readonly<Ref<boolean>> = ref(false)): void => {
  const forget = hasInjectionContext() ? inject(PAST_USES, null)?.({ step, notKept }) : undefined
  if (forget) onScopeDispose(forget)
}
