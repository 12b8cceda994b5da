import { topic } from '../kernel/topic.ts'

/** What buildings draw. */
export const energyTopic = topic({ name: 'energy', kind: 'latest', permission: 'view.live' })

/** A region's load as it is now. */
export const loadTopic = topic({ name: 'load', kind: 'batch', permission: 'view.live', regionOnly: true })

export interface LoadPoint {
  readonly region: string
  readonly at: number
  readonly kw: number
  readonly todayKwh: number
  readonly buildingsReporting: number
}

declare module '../kernel/topic.ts' {
  interface BatchItems {
    load: LoadPoint
  }
}
