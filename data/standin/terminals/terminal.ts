import { createConnection, type Socket } from 'node:net'
import type { EpochMs } from '#shared/kernel/units.ts'
import {
  authenticateBody,
  batchBody,
  driverBody,
  locationBody,
  makeReplyReader,
  registerBody,
  writeFrame,
  type PlatformReply,
  type TerminalFix,
  type TerminalId,
} from './frames.ts'

/** A vehicle with a JT/T 808 terminal of its own. */
interface TerminalVehicle {
  readonly phone: string
  readonly plate: string
  readonly driver: string | null
}
export interface Terminal {
  /** A new report: sent at once, or kept while there is no line, and sent as 盲区补报 afterwards. */
  report(fix: TerminalFix): void
  /** Connects, asks again for what was not answered, says that it is there. */
  tick(now: EpochMs): void
  /** In a cellar: no line until told otherwise. */
  shadow(dark: boolean): void
  isOnline(): boolean
  end(): void
}
export interface TerminalOptions {
  readonly vehicle: TerminalVehicle
  readonly host: string
  readonly port: number
}

/** Kept while there is no line; points in one 0x0704; messages on the way; when an unanswered one is sent again; waits before a new line. */
const LIMITS = {
  kept: 720,
  batch: 15,
  underway: 8,
  again: 15_000,
  heartbeat: 60_000,
  retry: [1_000, 30_000],
} as const

interface Underway {
  readonly id: number
  readonly body: Buffer
  readonly fixes: readonly TerminalFix[]
  sentAt: EpochMs
}

export const makeTerminal = ({ vehicle, host, port }: TerminalOptions): Terminal => {
  const id: TerminalId = { phone: vehicle.phone, version: vehicle.phone.length === 20 ? '2019' : '2013' }
  let waiting: TerminalFix[] = []
  const underway = new Map<number, Underway>()
  let socket: Socket | null = null
  let stage: 'off' | 'registering' | 'proving' | 'on' = 'off'
  let serial = 0
  let clock: EpochMs = 0
  let nextTry: EpochMs = 0
  let wait: number = LIMITS.retry[0]
  let lastSent: EpochMs = 0
  let cardAt: EpochMs = 0
  let dark = false
  let ended = false

  const write = (message: number, body: Buffer, fixes: readonly TerminalFix[] = []): void => {
    serial = (serial + 1) & 0xffff
    underway.set(serial, { id: message, body, fixes, sentAt: clock })
    socket?.write(writeFrame(id, message, serial, body))
    lastSent = clock
  }
  /** One by one while there is one; what had to wait goes in batches. */
  const flush = (): void => {
    while (stage === 'on' && waiting.length > 0 && underway.size < LIMITS.underway) {
      const fixes = waiting.splice(0, LIMITS.batch)
      if (fixes.length === 1) write(0x0200, locationBody(fixes[0]!), fixes)
      else write(0x0704, batchBody(fixes.map(locationBody), true), fixes)
    }
  }
  /** What was sent and not answered is kept for the next line: the platform stores a repeated report once. */
  const drop = (): void => {
    const lost = [...underway.values()].flatMap(({ fixes }) => fixes)
    waiting = [...lost, ...waiting].toSorted((a, b) => a.at - b.at).slice(-LIMITS.kept)
    underway.clear()
    socket?.removeAllListeners()
    socket?.on('error', () => undefined)
    socket?.destroy()
    socket = null
    stage = 'off'
    nextTry = clock + wait
    wait = Math.min(wait * 2, LIMITS.retry[1])
  }
  /** The card is in as long as the terminal has been on: the first time of it is what is told again. */
  const card = (): void => {
    if (!vehicle.driver) return
    cardAt ||= clock
    write(
      0x0702,
      driverBody(cardAt, {
        name: vehicle.driver,
        certificate: id.phone.slice(-11),
        issuer: '道路运输管理机构',
      }),
    )
  }
  const hear = (reply: PlatformReply): void => {
    const asked = underway.get(reply.toSerial)
    if (!asked || asked.id !== reply.toId) return
    underway.delete(reply.toSerial)
    if (reply.id === 0x8100) {
      if (reply.result !== 0) return drop()
      stage = 'proving'
      return write(0x0102, authenticateBody(id.version, reply.code))
    }
    if (asked.id === 0x0102) {
      if (reply.result !== 0) return drop()
      stage = 'on'
      wait = LIMITS.retry[0]
      card()
      return flush()
    }
    if (reply.result === 1 && asked.id === 0x0702) card()
    else if (reply.result === 1) waiting.unshift(...asked.fixes)
    else flush()
  }
  const connect = (): void => {
    stage = 'registering'
    socket = createConnection({ host, port })
    socket.setNoDelay(true)
    socket.on('connect', () =>
      write(
        0x0100,
        registerBody(id.version, {
          plate: vehicle.plate,
          colour: vehicle.plate.length > 7 ? 5 : 1,
          terminalId: id.phone.slice(-7),
        }),
      ),
    )
    socket.on('data', makeReplyReader(hear))
    socket.on('error', drop)
    socket.on('close', drop)
  }

  return {
    report: (fix) => {
      clock = Math.max(clock, fix.at)
      waiting.push(fix)
      if (waiting.length > LIMITS.kept) waiting.shift()
      flush()
    },
    tick: (now) => {
      clock = now
      if (ended || dark) return
      if (!socket) {
        if (now >= nextTry) connect()
        return
      }
      if ([...underway.values()].some(({ sentAt }) => now - sentAt > LIMITS.again)) return drop()
      if (stage === 'on' && now - lastSent > LIMITS.heartbeat) write(0x0002, Buffer.alloc(0))
      flush()
    },
    shadow: (isDark) => {
      if (isDark && !dark && socket) drop()
      dark = isDark
    },
    isOnline: () => stage === 'on',
    end: () => {
      ended = true
      drop()
    },
  }
}
