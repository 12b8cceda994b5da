import type { Clock } from '../../common/clock/clock.ts'
import { pause } from '../../common/jobs.ts'
import { makeHealth, messageOf, type Health, type SourceLog } from '../health.ts'
import type { SourceRegisters } from '../registers.ts'
import type { DriverCard } from '#shared/vehicles/drivers.ts'
import type { Source, SourceSink } from '../Source.ts'
import type { GatewayConfig } from './config.ts'
import { makeFaultBook, type GatewayFault } from './faults.ts'
import { makeIntake, type Intake, type Pressure } from './intake.ts'
import { keepListening, makeListener, type Line, type LineSession } from './listener.ts'

/** What a session of any protocol works with. */
export interface GatewayPorts {
  readonly clock: Clock
  readonly registers: SourceRegisters
  readonly intake: Intake
  /** Keeps a card event; false when it could not be kept. */
  driver(card: DriverCard): Promise<boolean>
  /** Counts a fault and has it written down, folded. */
  fault(fault: GatewayFault): void
  /** Counts what is neither kept nor a fault: heartbeats, drivers, reports without a fix. */
  count(what: string, by?: number): void
}

export interface GatewaySource extends Source {
  /** Where it listens once started; 0 before. */
  port(): number
  connections(): number
  counts(): Readonly<Record<string, number>>
}

/** Card events of all lines that wait for the disk. */
const CARDS_WAITING = 1_000

const makePorts = ({
  clock,
  registers,
  health,
  intake,
  add,
  counts,
  driver,
}: Pick<GatewayPorts, 'clock' | 'registers' | 'intake' | 'driver'> & {
  readonly health: Health
  readonly counts: Record<string, number>
  add(fault: GatewayFault): void
}): GatewayPorts => ({
  clock,
  registers,
  intake,
  driver,
  fault: (fault) => {
    health.rejected(1)
    counts[fault.code] = (counts[fault.code] ?? 0) + 1
    add(fault)
  },
  count: (what, by = 1) => void (counts[what] = (counts[what] ?? 0) + by),
})

/** Keeps card events, one by one; while many wait no line is read. */
const makeCards = (
  { name }: GatewayConfig,
  log: SourceLog,
  pressure: Pressure,
  into: () => SourceSink | null,
): GatewayPorts['driver'] => {
  let waiting = 0
  return async (card) => {
    if (++waiting === CARDS_WAITING) pressure.hold()
    try {
      const sink = into()
      if (!sink) return false
      await sink.accept(name, { kind: 'drivers', items: [card] })
      return true
    } catch (error) {
      log.warn(
        { source: name, error: messageOf(error) },
        'a card event could not be kept; its terminal is told to send it again',
      )
      return false
    } finally {
      if (waiting-- === CARDS_WAITING) pressure.release()
    }
  }
}

/** A gateway as a source: it listens, and a port that is taken is said in its status and tried again. */
export const makeGateway = (
  config: GatewayConfig,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters,
  open: (line: Line, ports: GatewayPorts) => LineSession,
): GatewaySource => {
  const { name, host } = config
  const health = makeHealth(name, 'session', 'positions')
  const faults = makeFaultBook(name)
  const pressure: Pressure = { hold: () => listener.hold(), release: () => listener.release() }
  const intake = makeIntake({ name, clock, health, faults, log, pressure })
  const counts: Record<string, number> = {}
  let into: SourceSink | null = null
  const driver = makeCards(config, log, pressure, () => into)
  const ports = makePorts({ clock, registers, health, intake, add: faults.add, counts, driver })
  const abort = new AbortController()
  const listener = makeListener(config, log, (line) => open(line, ports))
  let listening: Promise<void> = Promise.resolve()
  const listen = async (): Promise<void> => {
    await keepListening(listener, health, abort.signal)
    if (!abort.signal.aborted) log.info({ source: name, host, port: listener.port() }, 'a gateway listens')
  }

  return {
    name,
    start: async (sink) => {
      health.state('starting')
      into = sink
      intake.start(sink)
      listening = listen()
      await Promise.race([listening, pause(1_000, abort.signal)])
    },
    stop: async () => {
      abort.abort()
      await listening
      await listener.close()
      await intake.stop()
      into = null
      health.state('stopped')
    },
    status: health.status,
    port: listener.port,
    connections: listener.connections,
    counts: () => ({ ...counts, ...(listener.refused() > 0 ? { refused: listener.refused() } : {}) }),
  }
}
