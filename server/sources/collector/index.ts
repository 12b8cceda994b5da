import { decodeCjt188 } from '../../codecs/cjt188.ts'
import { decodeDlt645 } from '../../codecs/dlt645.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { cutText } from '#shared/kernel/text.ts'
import { pause } from '../../common/jobs.ts'
import { source } from '../definition.ts'
import { rejectWhole } from '../door.ts'
import { keepListening, makeListener, type Line, type LineSession } from '../gateway/listener.ts'
import { makeHealth, messageOf, type Health, type SourceLog } from '../health.ts'
import type { SourceRegisters } from '../registers.ts'
import type { Source, SourceSink } from '../Source.ts'
import { aesBytes, type AesKey } from './cipher.ts'
import { collectorConfigSchema, type CollectorConfig, type CollectorGateway } from './config.ts'
import { makeIntake, type CollectorIntake } from './intake.ts'
import { makeCollectorLine, type LinePorts } from './line.ts'

export interface CollectorSource extends Source {
  /** Where it listens once started; 0 before. */
  port(): number
}

/** Faults of all lines that are written down in a second; what goes beyond is only counted. */
const FAULTS_WRITTEN_PER_S = 50

/** At most so many in each second of the machine's clock. */
const makeRate = (perSecond: number): { take(): boolean } => {
  let second = 0
  let taken = 0
  return {
    take: () => {
      const now = Math.floor(performance.now() / 1_000)
      if (now !== second) [second, taken] = [now, 0]
      return ++taken <= perSecond
    },
  }
}

const nameOf = ({ building, gateway }: CollectorGateway): string => `${building}/${gateway}`

/** Which collectors there are, and the one line of each: a newer line takes the place of the older, which is dead without knowing it. */
const makeRoll = (config: CollectorConfig, registers: SourceRegisters) => {
  const listed = new Map(config.gateways.map((gateway) => [nameOf(gateway), gateway]))
  const intakes = new Map<string, CollectorIntake>()
  const lines = new Map<string, Line>()
  return {
    gatewayOf: (building: string, gateway: string): CollectorGateway | null =>
      listed.get(`${building}/${gateway}`) ??
      (config.listedOnly || registers.metersOf(building).length === 0
        ? null
        : { building, gateway, meters: {}, protocols: {} }),
    intakeOf: (gateway: CollectorGateway): CollectorIntake => {
      const known = intakes.get(nameOf(gateway)) ?? makeIntake({ config, registers, gateway })
      intakes.set(nameOf(gateway), known)
      return known
    },
    proven: (gateway: CollectorGateway, line: Line): void => {
      const older = lines.get(nameOf(gateway))
      lines.set(nameOf(gateway), line)
      if (older && older !== line) older.close('its collector came by a newer line')
    },
    gone: (line: Line): void => {
      for (const [name, own] of lines) if (own === line) lines.delete(name)
    },
  }
}

/** The source at work; `sink` while it runs. */
interface Gathering {
  readonly config: CollectorConfig
  readonly clock: Clock
  readonly log: SourceLog
  readonly health: Health
  readonly aes: AesKey | null
  readonly roll: ReturnType<typeof makeRoll>
  readonly written: ReturnType<typeof makeRate>
  sink: SourceSink | null
}

const fault = async (
  { config, log, health, written, sink }: Gathering,
  ...[who, reason, body]: Parameters<LinePorts['fault']>
): Promise<void> => {
  health.rejected(1)
  if (!written.take()) return
  log.warn({ source: config.name, collector: who, reason }, 'a collector was not understood')
  await sink?.quarantine([
    { ...rejectWhole(config.name, 'collector', reason, body), recordId: cutText(who, 128) },
  ])
}

const deliver = async (
  gathering: Gathering,
  ...[gateway, upload]: Parameters<LinePorts['deliver']>
): Promise<void> => {
  const { config, clock, health, roll, sink } = gathering
  if (!sink) throw new Error('the source is stopping')
  let taken: ReturnType<CollectorIntake['take']>
  try {
    taken = roll.intakeOf(gateway).take(upload.samples, upload.parsed)
  } catch (error) {
    return fault(
      gathering,
      nameOf(gateway),
      'an upload broke its handler; it is acknowledged, or it would come for ever',
      { samples: upload.samples.length, reason: cutText(messageOf(error), 160) },
    )
  }
  const { readings, rejected } = taken
  if (rejected.length > 0) await sink.quarantine(rejected)
  if (readings.length > 0) await sink.accept(config.name, { kind: 'readings', items: readings })
  health.kept(readings.length, clock())
  health.rejected(rejected.length)
  health.state('live')
}

const lost = ({ config, log, health, sink }: Gathering, error: unknown): void => {
  if (!sink) return
  health.state('backing-off', messageOf(error))
  log.error(
    { source: config.name, error: messageOf(error) },
    'an upload could not be kept; its collector will send it again',
  )
}

const openLine = (gathering: Gathering, line: Line): LineSession => {
  const { config, clock, aes, roll } = gathering
  const session = makeCollectorLine(line, {
    config,
    clock,
    aes,
    gatewayOf: roll.gatewayOf,
    proven: (gateway) => {
      line.proven()
      roll.proven(gateway, line)
    },
    deliver: (...upload) => deliver(gathering, ...upload),
    fault: (...found) => fault(gathering, ...found),
    lost: (error) => lost(gathering, error),
  })
  return {
    data: session.data,
    end: () => {
      session.end()
      roll.gone(line)
    },
  }
}

/**
 * Gateway of the building collectors. Every line is read by itself, one message after another, and is not read on while
 * a message becomes durable: a flood or a slow line holds up nobody else. Nothing that comes over it can throw out.
 */
export const makeCollectorSource = (
  config: CollectorConfig,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters,
): CollectorSource => {
  const health = makeHealth(config.name, 'session', 'readings')
  const gathering: Gathering = {
    config,
    clock,
    log,
    health,
    aes: config.aes ? { key: aesBytes(config.aes.key), iv: aesBytes(config.aes.iv) } : null,
    roll: makeRoll(config, registers),
    written: makeRate(FAULTS_WRITTEN_PER_S),
    sink: null,
  }
  const abort = new AbortController()
  let listening: Promise<void> = Promise.resolve()
  const listener = makeListener({ ...config, idleMs: config.silenceMs }, log, (line) =>
    openLine(gathering, line),
  )
  return {
    name: config.name,
    port: listener.port,
    start: async (into) => {
      gathering.sink = into
      health.state('starting')
      listening = keepListening(listener, health, abort.signal)
      await Promise.race([listening, pause(1_000, abort.signal)])
    },
    stop: async () => {
      gathering.sink = null
      abort.abort()
      await listening
      await listener.close()
      health.state('stopped')
    },
    status: health.status,
  }
}

/** Raw frames of its meters are of these protocols. */
export default source({
  way: 'collector',
  schema: collectorConfigSchema,
  make: makeCollectorSource,
  decode: { dlt645: decodeDlt645, cjt188: decodeCjt188 },
})
