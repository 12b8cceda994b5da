import { computed, type ComputedRef } from 'vue'
import { isAppError } from '#shared/kernel/errors.ts'
import type { Remote } from '../../state/stores/index.ts'

/** What a panel's frame shows for a reading of the server. */
export type RemoteState = 'loading' | 'error' | 'refused' | 'empty' | 'stale' | 'ready'

/** What the server will not show is said so: asking again changes nothing. */
export const failedState = (error: unknown): 'error' | 'refused' =>
  isAppError(error) && error.code === 'forbidden' ? 'refused' : 'error'

/** The state of what was read: the last good answer stays through an outage as stale. `isEmpty` is asked of an answer alone. */
export const remoteState = <T>(
  remote: Pick<Remote<T>, 'data' | 'error'>,
  isEmpty: (answer: T) => boolean = () => false,
  isLate: () => boolean = () => false,
): ComputedRef<RemoteState> =>
  computed(() => {
    const answer = remote.data.value
    if (answer === null) return remote.error.value ? failedState(remote.error.value) : 'loading'
    if (isEmpty(answer)) return 'empty'
    return remote.error.value || isLate() ? 'stale' : 'ready'
  })
