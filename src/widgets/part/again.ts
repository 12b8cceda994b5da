import { onScopeDispose } from 'vue'

const FIRST_MS = 5000
const LONGEST_MS = 300_000

/** Asks again by itself for what did not come, ever more seldom and as long as its component is there: no wall needs a hand. */
export const useAgain = (ask: () => void) => {
  let waitMs = FIRST_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => clearTimeout(timer)
  onScopeDispose(stop)
  return {
    /** It did not come. */
    failed: (): void => {
      stop()
      timer = setTimeout(ask, waitMs)
      waitMs = Math.min(waitMs * 2, LONGEST_MS)
    },
    /** It came, or nobody wants it any more. */
    over: (): void => {
      stop()
      waitMs = FIRST_MS
    },
  }
}
