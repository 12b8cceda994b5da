import { topic } from '../kernel/topic.ts'
import type { SourceStatus } from './answers.ts'

/** How the sources are. */
export const sourcesTopic = topic({ name: 'sources', kind: 'batch', permission: 'view.places' })

declare module '../kernel/topic.ts' {
  interface BatchItems {
    sources: SourceStatus
  }
}
