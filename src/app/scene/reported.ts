import type { LiveTable } from '../../layers/layer.ts'

/** Versions of the live tables. */
interface Versions {
  readonly motion: number
  readonly energy: number
}

/** Which live tables told anything since a picture; vehicles wait for their step. */
export const reportedSince = (then: Versions, now: Versions, steps: boolean): LiveTable[] => [
  ...(steps && then.motion !== now.motion ? (['vehicles'] as const) : []),
  ...(then.energy === now.energy ? [] : (['energy'] as const)),
]
