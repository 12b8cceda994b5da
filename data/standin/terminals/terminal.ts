import { MINUTE_MS } from '#shared/kernel/time/time.ts'
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

/**
 * Kept while there is no line; points in one 0x0704; messages on the way; when an unanswered one is sent
 * again; waits before a new line.
 */
const LIMITS = {
  kept: 720,
  batch: 15,
  underway: 8,
  again: 15_000,
  heartbeat: MINUTE_MS,
  retry: [1_000, 30_000],
} as const

interface Underway {
  readonly id: number
  readonly body: Buffer
  readonly fixes: readonly TerminalFix[]
  sentAt: EpochMs
}

/** One terminal at work. */
interface OnLine extends TerminalOptions {
  readonly id: TerminalId
  waiting: TerminalFix[]
  readonly underway: Map<number, Underway>
  socket: Socket | null
  stage: 'off' | 'registering' | 'proving' | 'on'
  serial: number
  clock: EpochMs
  nextTry: EpochMs
  wait: number
  lastSent: EpochMs
  cardAt: EpochMs
  dark: boolean
  ended: boolean
}

const write = (on: OnLine, message: number, body: Buffer, fixes: readonly TerminalFix[] = []): void => {
  const { underway, id } = on
  on.serial = (on.serial + 1) & 0xffff
  underway.set(on.serial, { id: message, body, fixes, sentAt: on.clock })
  on.socket?.write(writeFrame(id, message, on.serial, body))
  on.lastSent = on.clock
}

/** One by one while there is one; what had to wait goes in batches. */
const flush = (on: OnLine): void => {
  const { underway } = on
  while (on.stage === 'on' && on.waiting.length > 0 && underway.size < LIMITS.underway) {
    const fixes = on.waiting.splice(0, LIMITS.batch)
    if (fixes.length === 1) write(on, 0x0200, locationBody(fixes[0]!), fixes)
    else write(on, 0x0704, batchBody(fixes.map(locationBody), true), fixes)
  }
}

/** What was sent and not answered is kept for the next line: the platform stores a repeated report once. */
const drop = (on: OnLine): void => {
  const { underway } = on
  const lost = [...underway.values()].flatMap(({ fixes }) => fixes)
  on.waiting = [...lost, ...on.waiting].toSorted((a, b) => a.at - b.at).slice(-LIMITS.kept)
  underway.clear()
  on.socket?.removeAllListeners()
  on.socket?.on('error', () => undefined)
  on.socket?.destroy()
  on.socket = null
  on.stage = 'off'
  on.nextTry = on.clock + on.wait
  on.wait = Math.min(on.wait * 2, LIMITS.retry[1])
}

/** The card is in as long as the terminal has been on: the first time of it is what is told again. */
const card = (on: OnLine): void => {
  const { vehicle, id } = on
  if (!vehicle.driver) return
  on.cardAt ||= on.clock
  write(
    on,
    0x0702,
    driverBody(on.cardAt, {
      name: vehicle.driver,
      certificate: id.phone.slice(-11),
      issuer: '道路运输管理机构',
    }),
  )
}

const hear = (on: OnLine, reply: PlatformReply): void => {
  const { underway, id } = on
  const asked = underway.get(reply.toSerial)
  if (!asked || asked.id !== reply.toId) return
  underway.delete(reply.toSerial)
  if (reply.id === 0x8100) {
    if (reply.result !== 0) return drop(on)
    on.stage = 'proving'
    return write(on, 0x0102, authenticateBody(id.version, reply.code))
  }
  if (asked.id === 0x0102) {
    if (reply.result !== 0) return drop(on)
    on.stage = 'on'
    on.wait = LIMITS.retry[0]
    card(on)
    return flush(on)
  }
  if (reply.result === 1 && asked.id === 0x0702) card(on)
  else if (reply.result === 1) on.waiting.unshift(...asked.fixes)
  else flush(on)
}

const connect = (on: OnLine): void => {
  const { host, port, id, vehicle } = on
  on.stage = 'registering'
  on.socket = createConnection({ host, port })
  on.socket.setNoDelay(true)
  on.socket.on('connect', () =>
    write(
      on,
      0x0100,
      registerBody(id.version, {
        plate: vehicle.plate,
        colour: vehicle.plate.length > 7 ? 5 : 1,
        terminalId: id.phone.slice(-7),
      }),
    ),
  )
  on.socket.on(
    'data',
    makeReplyReader((reply) => hear(on, reply)),
  )
  on.socket.on('error', () => drop(on))
  on.socket.on('close', () => drop(on))
}

const tick = (on: OnLine, now: EpochMs): void => {
  const { underway } = on
  on.clock = now
  if (on.ended || on.dark) return
  if (!on.socket) {
    if (now >= on.nextTry) connect(on)
    return
  }
  if ([...underway.values()].some(({ sentAt }) => now - sentAt > LIMITS.again)) return drop(on)
  if (on.stage === 'on' && now - on.lastSent > LIMITS.heartbeat) write(on, 0x0002, Buffer.alloc(0))
  flush(on)
}

export const makeTerminal = (options: TerminalOptions): Terminal => {
  const { phone } = options.vehicle
  const on: OnLine = {
    ...options,
    id: { phone, version: phone.length === 20 ? '2019' : '2013' },
    waiting: [],
    underway: new Map(),
    socket: null,
    stage: 'off',
    serial: 0,
    clock: 0,
    nextTry: 0,
    wait: LIMITS.retry[0],
    lastSent: 0,
    cardAt: 0,
    dark: false,
    ended: false,
  }
  return {
    report: (fix) => {
      on.clock = Math.max(on.clock, fix.at)
      on.waiting.push(fix)
      if (on.waiting.length > LIMITS.kept) on.waiting.shift()
      flush(on)
    },
    tick: (now) => tick(on, now),
    shadow: (isDark) => {
      if (isDark && !on.dark && on.socket) drop(on)
      on.dark = isDark
    },
    isOnline: () => on.stage === 'on',
    end: () => {
      on.ended = true
      drop(on)
    },
  }
}
