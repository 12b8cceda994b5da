import type { InjectionKey } from 'vue'
import type { LastLook } from './lastLook.ts'

/** What this account saw when it looked before; null on a wall. */
export const LAST_LOOK: InjectionKey<LastLook | null> = Symbol('the last look of this account')
