import { topic } from '../kernel/topic.ts'

/** What buildings draw. */
export const energyTopic = topic({
  name: 'energy',
  kind: 'latest',
  permission: 'view.live',
  frame: {
    code: 2,
    columns: {
      /** The building's serial number at this server. */
      ordinal: 'u32',
      kw: 'f32',
      /** kWh since midnight UTC+8. */
      todayKwh: 'f32',
    },
  },
})

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
  interface FrameTopics {
    energy: typeof energyTopic
  }
}
