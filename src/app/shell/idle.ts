import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { useEventListener, useIntervalFn } from '@vueuse/core'
import { computed, ref, type ComputedRef } from 'vue'
import { useClock, useSessionStore, useUiStore } from '../../state/stores/index.ts'

/** A person's acts are told at most so often; polling never is. */
const TELL_MS = MINUTE_MS
/** How long before its end a session says so. */
const WARN_MS = MINUTE_MS
/** A wall renews its cookie while it is used. */
const WALL_RENEWS_MS = DAY_MS
const INPUTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

interface IdleWatch {
  /** Seconds until the session ends, once fewer than a minute is left. */
  readonly left: ComputedRef<number | null>
  /** Staying is of no use: the longest time is up. */
  readonly last: ComputedRef<boolean>
  stay(): void
}

/** Tells the server of real input, warns a minute before the session ends, and leaves when it has. */
export const useIdle = (leave: () => void): IdleWatch => {
  const session = useSessionStore()
  const ui = useUiStore()
  let toldAt = Number.NEGATIVE_INFINITY
  let askedAt = Number.NEGATIVE_INFINITY
  /** How often it is being told: the press on “stay” is an input too, and is told once. */
  let telling = 0
  const last = ref(false)
  const now = (): number => useClock().serverNow()

  const tell = (): void => {
    toldAt = now()
    telling++
    void session
      .acted()
      .then(() => (last.value = (session.endsAt ?? Number.POSITIVE_INFINITY) - now() <= WARN_MS))
      .catch(() => undefined)
      .finally(() => telling--)
  }
  const onInput = (event: Event): void => {
    if (event.isTrusted && session.session && !session.isWall && now() - toldAt >= TELL_MS) tell()
  }
  /** Another window of this browser may have kept the session, or ended it. */
  const ask = async (reason: 'idle' | null): Promise<void> => {
    askedAt = now()
    await session.restore().catch(() => undefined)
    if (!session.session) {
      session.end(reason)
      leave()
    }
  }
  const look = (): void => {
    if (!session.session) return
    if (session.isWall) {
      if (askedAt === Number.NEGATIVE_INFINITY) askedAt = now()
      if (now() - askedAt >= WALL_RENEWS_MS) {
        void ask(null)
      }
      return
    }
    const leftMs = (session.endsAt ?? Number.POSITIVE_INFINITY) - now()
    if (leftMs < -1000 ? now() - askedAt > 5000 : leftMs <= WARN_MS && now() - askedAt > WARN_MS)
      void ask('idle')
  }
  useEventListener(window, [...INPUTS], onInput, { capture: true, passive: true })
  useIntervalFn(look, 1000)

  const left = computed(() => {
    if (!session.session || session.endsAt === null) return null
    const ms = session.endsAt - ui.second
    return ms <= WARN_MS ? Math.max(0, Math.ceil(ms / 1000)) : null
  })
  return {
    left,
    last: computed(() => last.value),
    stay: () => {
      if (telling === 0 && left.value !== null) tell()
    },
  }
}
