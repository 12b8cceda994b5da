import type { Clock } from '../common/clock/clock.ts'
import { makeCollectorSource } from './collector/index.ts'
import type { SourcesConfig } from './config.ts'
import { makeGb32960Source } from './gb32960/index.ts'
import type { SourceLog } from './health.ts'
import { makeJt808Source } from './jt808/index.ts'
import { makeJt809Source } from './jt809/index.ts'
import { makeModbusSource } from './modbus/index.ts'
import { makePositionsSource } from './platform/positions.ts'
import { makeReadingsSource } from './platform/readings.ts'
import { NO_REGISTERS, type SourceRegisters } from './registers.ts'
import { makeRestSource } from './platform/rest.ts'
import type { Source } from './Source.ts'
import { makeWebhookSource, type WebhookSource } from './platform/webhook.ts'

export { type SourcesConfig } from './config.ts'
export type { SourceLog } from './health.ts'
export type { SourceRegisters } from './registers.ts'
export type { Source, SourceSink } from './Source.ts'
export type { WebhookSource } from './platform/webhook.ts'

const makeOne = (
  config: SourcesConfig[number],
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters,
): Source => {
  if (config.way === 'request') return makeRestSource(config, clock, log)
  if (config.way === 'callback') return makeWebhookSource(config, clock, log)
  if (config.way === 'session') return makePositionsSource(config, clock, log)
  if (config.way === 'modbus') return makeModbusSource(config, clock, log, registers)
  if (config.way === 'collector') return makeCollectorSource(config, clock, log, registers)
  if (config.way === 'jt808') return makeJt808Source(config, clock, log, registers)
  if (config.way === 'jt809') return makeJt809Source(config, clock, log, registers)
  if (config.way === 'gb32960') return makeGb32960Source(config, clock, log, registers)
  return makeReadingsSource(config, clock, log)
}

/** One connector for each entry of the configuration, in its order. Wire ways ask the registers whose meter they hear. */
export const makeSources = (
  config: SourcesConfig,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters = NO_REGISTERS,
): Source[] => config.map((entry) => makeOne(entry, clock, log, registers))

/** The callback connector among the sources; null when none is configured. */
export const webhookOf = (sources: readonly Source[]): WebhookSource | null =>
  (sources.find((source) => 'receive' in source) as WebhookSource | undefined) ?? null
