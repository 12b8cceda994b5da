import { topic } from '../kernel/topic.ts'
import type { StandardsChange } from './answers.ts'

/** Revisions that came in force, and the work after them. */
export const standardsTopic = topic({ name: 'standards', kind: 'batch', permission: 'view.places' })

declare module '../kernel/topic.ts' {
  interface BatchItems {
    standards: StandardsChange
  }
}
