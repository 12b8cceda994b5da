import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Clock } from '../../clock.ts'
import { makeHealth, messageOf, type SourceLog } from '../health.ts'
import { rejectWhole } from '../door.ts'
import type { SourceRegisters } from '../registers.ts'
import type { Source, SourceSink } from '../Source.ts'
import { aesBytes, seal, unseal, type AesKey } from './cipher.ts'
import type { CollectorConfig, CollectorGateway } from './config.ts'
import { encodeFrame, makeFrameReader, USUAL, type CollectorFrame, type Dialect, type FrameEvent } from './frame.ts'
import { makeIntake, type CollectorIntake } from './intake.ts'
import { makeSession, type SessionPorts } from './session.ts'
import { MessageFault, readMessage } from './xml.ts'

export interface CollectorSource extends Source {
  /** Where it listens once started; 0 before. */
  port(): number
}

/** Frames that cannot be read before a line is closed. */
const FAULTS_PER_LINE = 20
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

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Gateway of the building collectors. Every line is read by itself, one message after another, and is not read on while
 * a message becomes durable: a flood or a slow line holds up nobody else. Nothing that comes over it can throw out.
 */
export const makeCollectorSource = (config: CollectorConfig, clock: Clock, log: SourceLog, registers: SourceRegisters): CollectorSource => {
  const health = makeHealth(config.name, 'session')
  const aes: AesKey | null = config.aes ? { key: aesBytes(config.aes.key), iv: aesBytes(config.aes.iv) } : null
  const listed = new Map(config.gateways.map((gateway) => [`${gateway.building}/${gateway.gateway}`, gateway]))
  const intakes = new Map<string, CollectorIntake>()
  const lines = new Map<string, Socket>()
  const sockets = new Set<Socket>()
  const written = makeRate(FAULTS_WRITTEN_PER_S)
  let sink: SourceSink | null = null

  const gatewayOf = (building: string, gateway: string): CollectorGateway | null => listed.get(`${building}/${gateway}`) ?? (config.listedOnly || registers.metersOf(building).length === 0 ? null : { building, gateway, meters: {} })

  const intakeOf = (gateway: CollectorGateway): CollectorIntake => {
    const name = `${gateway.building}/${gateway.gateway}`
    const known = intakes.get(name) ?? makeIntake({ config, registers, gateway })
    intakes.set(name, known)
    return known
  }

  const fault = async (who: string, reason: string, body: unknown): Promise<void> => {
    health.rejected(1)
    if (!written.take()) return
    log.warn({ source: config.name, collector: who, reason }, 'a collector was not understood')
    await sink?.quarantine([{ ...rejectWhole(config.name, 'collector', reason, body), recordId: who.slice(0, 128) }])
  }

  const deliver: SessionPorts['deliver'] = async (gateway, upload) => {
    if (!sink) throw new Error('the source is stopping')
    const { readings, rejected } = intakeOf(gateway).take(upload.samples, upload.parsed)
    if (rejected.length > 0) await sink.quarantine(rejected)
    if (readings.length > 0) await sink.accept(config.name, { kind: 'readings', items: readings })
    health.kept(readings.length, clock())
    health.rejected(rejected.length)
    health.state('live')
  }

  /** A newer line of a collector takes the place of the older one, which is dead without knowing it. */
  const proven = (socket: Socket) => (gateway: CollectorGateway): void => {
    const name = `${gateway.building}/${gateway.gateway}`
    const older = lines.get(name)
    if (older && older !== socket) older.destroy()
    lines.set(name, socket)
    socket.once('close', () => lines.get(name) === socket && lines.delete(name))
  }

  const breakOff = (socket: Socket, error: unknown): void => {
    socket.destroy()
    if (!sink) return
    health.state('backing-off', messageOf(error))
    log.error({ source: config.name, error: messageOf(error) }, 'an upload could not be kept; its collector will send it again')
  }

  /** Reads one line to its end; rejects when the line breaks. */
  const read = async (socket: Socket): Promise<void> => {
    const reader = makeFrameReader(config.maxBytes)
    const who = socket.remoteAddress ?? 'unknown'
    let dialect: Dialect = USUAL
    let sequence = 0
    let faults = 0
    let begun: NodeJS.Timeout | null = null
    const session = makeSession({
      config,
      clock,
      gatewayOf,
      proven: proven(socket),
      deliver,
      fault,
      send: (message) => void (socket.writable && socket.write(encodeFrame((sequence = (sequence + 1) >>> 0), seal(message, aes), dialect))),
      end: () => void socket.end(),
    })
    const take = async (frame: CollectorFrame): Promise<void> => {
      dialect = frame.dialect
      const text = unseal(frame.body, aes)
      if (text === null) throw new MessageFault(`expected whole AES blocks, found ${frame.body.length} bytes`)
      await session.handle(readMessage(text))
    }
    const turn = async (event: FrameEvent): Promise<void> => {
      try {
        if (event.kind === 'fault') throw new MessageFault(event.reason)
        await take(event.frame)
      } catch (error) {
        if (!(error instanceof MessageFault)) return breakOff(socket, error)
        await fault(who, error.message, event.kind === 'frame' ? { bytes: event.frame.body.length } : { code: event.code, found: event.detail })
        if (++faults >= FAULTS_PER_LINE) socket.destroy()
      }
    }
    const unproven = setTimeout(() => !session.isProven() && socket.destroy(), config.patienceMs)
    const watchHalf = (): void => {
      if (begun) clearTimeout(begun)
      begun = reader.held() > 0 ? setTimeout(() => socket.destroy(), config.patienceMs) : null
    }
    try {
      for await (const chunk of socket) {
        const held = reader.held()
        const events = reader.push(chunk as Buffer)
        if (events.length > 0 || held === 0) watchHalf()
        for (const event of events) {
          if (socket.destroyed) return
          await turn(event)
          await nextTurn()
        }
      }
    } finally {
      clearTimeout(unproven)
      if (begun) clearTimeout(begun)
    }
  }

  const server = createServer({ keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.setTimeout(config.silenceMs, () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    read(socket).catch(() => socket.destroy())
  })
  server.maxConnections = config.maxConnections
  server.on('error', (error) => health.state('backing-off', messageOf(error)))

  return {
    name: config.name,
    port: () => (server.address() as AddressInfo | null)?.port ?? 0,
    start: async (into) => {
      sink = into
      health.state('starting')
      await new Promise<void>((resolve) => {
        server.once('error', () => resolve())
        server.listen(config.port, config.host, () => {
          health.state('live')
          resolve()
        })
      })
    },
    stop: async () => {
      sink = null
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
      health.state('stopped')
    },
    status: health.status,
  }
}
