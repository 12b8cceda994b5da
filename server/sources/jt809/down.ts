import { createConnection, type Socket } from 'node:net'
import { makeFlagFramer } from '../../codecs/framers.ts'
import { decodeWire809, type Jt809Known, type Jt809Message } from '../../codecs/jt809/index.ts'
import { u32Of } from '../../codecs/jt809/replies.ts'
import { makeBackoff } from '../platform/backoff.ts'
import type { Jt809Config } from '../gateway/config.ts'

/** What the main link does for its down link (从链路). */
export interface DownPorts {
  readonly config: Jt809Config
  readonly settings: NonNullable<Jt809Config['down']>
  /** Of the login on the main link. */
  readonly edition: Jt809Known['edition']
  /** A frame of ours as it goes on the wire. */
  write(business: number, body: Uint8Array): Uint8Array
  /** Says 0x9007 on the main link: 0 it cannot be reached, 1 it broke, 2 another reason. */
  broken(code: 0 | 1 | 2): void
  /** What came over it beside the messages of the link itself. */
  message(frame: Jt809Message): void
  fault(code: string, reason: string, example: object): void
  count(what: string): void
}
export interface DownLink {
  isUp(): boolean
  /** False while it is not up: nothing is kept for later. */
  send(business: number, body: Uint8Array): boolean
  /** Logs out (0x9003), then closes; not opened again. */
  end(): void
}

const LONGEST_FRAME = 65_536
/** Bad frames in a row; tries before the main link is told (two repeated ones, as the standard has it). */
const LIMITS = { bad: 50, tries: 3, unread: 1 << 20 } as const
const FAREWELL_MS = 1_000

/**
 * The link by which a superior platform asks its subordinate: connect to the address of the login, 0x9001 with the code
 * of 0x1002, 0x9005 while it is quiet. It is opened again while the main link stands; the third failure in a row is told.
 */
export const openDownLink = (host: string, port: number, verify: number, ports: DownPorts): DownLink => {
  const { config, settings } = ports
  const backoff = makeBackoff()
  let socket: Socket | null = null
  let up = false
  let ended = false
  let failures = 0
  let bad = 0
  let timers: NodeJS.Timeout[] = []

  const write = (business: number, body: Uint8Array = new Uint8Array(0)): void => {
    if (!socket?.writable) return
    socket.write(ports.write(business, body))
    if (socket.writableLength > LIMITS.unread) socket.destroy()
  }
  const proven = (result: number): void => {
    if (result !== 0) {
      ports.fault('down-login', 'expected result 0 to the login on the down link', { result })
      return void socket?.destroy()
    }
    up = true
    failures = 0
    backoff.reset()
    ports.count('down-link')
    timers.push(setInterval(() => write(0x9005), settings.keepaliveMs))
  }
  const hear = (frame: Jt809Message): void => {
    if (frame.kind === 'down-login-reply') return proven(frame.result)
    if (frame.kind === 'down-keepalive-reply') return
    if (frame.kind === 'down-keepalive') return write(0x9006)
    if (frame.kind === 'down-logout-reply') return void socket?.destroy()
    if (up) return ports.message(frame)
    ports.fault('unproven', 'expected the answer to the login before anything else', {
      message: frame.message,
    })
  }
  const take = (bytes: Uint8Array): void => {
    const decoded = decodeWire809(bytes, { secret: config.secret, edition: ports.edition ?? null })
    if (decoded.ok) {
      bad = 0
      return hear(decoded.frame)
    }
    ports.fault(decoded.error.code, `expected a frame of JT/T 809: ${decoded.error.code}`, {
      reason: decoded.error.reason,
      link: 'down',
    })
    if (++bad >= LIMITS.bad) socket?.destroy()
  }
  const gone = (): void => {
    const wasUp = up
    for (const timer of timers.splice(0)) clearInterval(timer)
    socket = null
    up = false
    if (ended) return
    if (++failures === LIMITS.tries || wasUp) ports.broken(wasUp ? 1 : 0)
    timers = [setTimeout(open, backoff.next())]
  }
  const open = (): void => {
    bad = 0
    const framer = makeFlagFramer({ head: 0x5b, end: 0x5d }, LONGEST_FRAME, (bytes) => {
      try {
        take(bytes)
      } catch (error) {
        ports.fault('handler', 'a frame broke its handler', { reason: String(error), link: 'down' })
      }
    })
    const line = createConnection({ host, port, timeout: settings.silenceMs })
    socket = line
    line.setNoDelay(true)
    line.on('connect', () => {
      write(0x9001, u32Of(verify))
      timers.push(setTimeout(() => !up && line.destroy(), config.patienceMs))
    })
    line.on('data', (chunk) => framer.push(chunk as Buffer))
    line.on('timeout', () => line.destroy())
    line.on('error', () => line.destroy())
    line.on('close', gone)
  }
  open()

  return {
    isUp: () => up,
    send: (business, body) => {
      if (up) write(business, body)
      return up
    },
    end: () => {
      if (ended) return
      ended = true
      for (const timer of timers.splice(0)) clearInterval(timer)
      const line = socket
      if (!line) return
      if (!up) return void line.destroy()
      write(0x9003, u32Of(verify))
      setTimeout(() => line.destroy(), FAREWELL_MS).unref()
    },
  }
}
