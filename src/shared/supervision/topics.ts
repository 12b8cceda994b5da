import { topic } from '../kernel/topic.ts'
import type { Alert } from './answers.ts'

/** Alerts that were raised, changed or ended. */
export const alertsTopic = topic({ name: 'alerts', kind: 'batch', permission: 'view.alerts' })

declare module '../kernel/topic.ts' {
  interface BatchItems {
    alerts: Alert
  }
}
