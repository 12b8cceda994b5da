import type { Clock } from '../common/clock/clock.ts'
import type { SourcesConfig } from './config.ts'
import type { SourceLog } from './health.ts'
import type { WebhookSource } from './platform/webhook.ts'
import { NO_REGISTERS, type SourceRegisters } from './registers.ts'
import type { Source } from './Source.ts'
import { WAYS } from './ways.ts'

export { type SourcesConfig } from './config.ts'
export type { SourceLog } from './health.ts'
export type { SourceRegisters } from './registers.ts'
export type { Source, SourceSink } from './Source.ts'
export type { WebhookSource } from './platform/webhook.ts'

/** One connector for each entry of the configuration, in its order. */
export const makeSources = (
  config: SourcesConfig,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters = NO_REGISTERS,
): Source[] =>
  config.map((entry) => {
    const way = WAYS.find((one) => one.way === entry.way)
    if (!way) throw new Error(`the source ${entry.name}: nobody speaks the way ${entry.way}`)
    return way.make(entry, clock, log, registers)
  })

/** The callback connector among the sources; null when none is configured. */
export const webhookOf = (sources: readonly Source[]): WebhookSource | null =>
  (sources.find((source) => 'receive' in source) as WebhookSource | undefined) ?? null
