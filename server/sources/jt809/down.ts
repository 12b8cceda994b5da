import { createConnection, type Socket } from 'node:net'
import { makeFlagFramer } from '../../codecs/framers.ts'
import { decodeWire809, type Jt809Known, type Jt809Message } from '../../codecs/jt809/index.ts'
import { u32Of } from '../../codecs/jt809/replies.ts'
import { every, soon, type Soon } from '../../common/jobs.ts'
import { makeBackoff, type Backoff } from '../platform/backoff.ts'
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

/** The link at work. */
interface Link extends Pick<DownPorts, 'config' | 'settings'> {
  readonly host: string
  readonly port: number
  readonly verify: number
  readonly ports: DownPorts
  readonly backoff: Backoff
  socket: Socket | null
  up: boolean
  ended: boolean
  failures: number
  bad: number
  /** Opens it again after a while. */
  readonly reopen: Soon
  /** Ends the keep-alives. */
  quieten: (() => Promise<void>) | null
  patience: NodeJS.Timeout | null
}

const tellBroken =
  ({ ports }: Link) =>
  (error: unknown): void =>
    ports.fault('handler', 'a frame broke its handler', { reason: String(error), link: 'down' })

const endTimers = (link: Link): void => {
  void link.quieten?.()
  if (link.patience) clearTimeout(link.patience)
  link.quieten = link.patience = null
}

const write = (link: Link, business: number, body: Uint8Array = new Uint8Array(0)): void => {
  const { ports } = link
  if (!link.socket?.writable) return
  link.socket.write(ports.write(business, body))
  if (link.socket.writableLength > LIMITS.unread) link.socket.destroy()
}

const proven = (link: Link, result: number): void => {
  const { ports, backoff, settings } = link
  if (result !== 0) {
    ports.fault('down-login', 'expected result 0 to the login on the down link', { result })
    return void link.socket?.destroy()
  }
  link.up = true
  link.failures = 0
  backoff.reset()
  ports.count('down-link')
  link.quieten = every(settings.keepaliveMs, () => write(link, 0x9005), { failed: tellBroken(link) })
}

const hear = (link: Link, frame: Jt809Message): void => {
  const { ports } = link
  if (frame.kind === 'down-login-reply') return proven(link, frame.result)
  if (frame.kind === 'down-keepalive-reply') return
  if (frame.kind === 'down-keepalive') return write(link, 0x9006)
  if (frame.kind === 'down-logout-reply') return void link.socket?.destroy()
  if (link.up) return ports.message(frame)
  ports.fault('unproven', 'expected the answer to the login before anything else', {
    message: frame.message,
  })
}

const take = (link: Link, bytes: Uint8Array): void => {
  const { config, ports } = link
  const decoded = decodeWire809(bytes, { secret: config.secret, edition: ports.edition ?? null })
  if (decoded.ok) {
    link.bad = 0
    return hear(link, decoded.frame)
  }
  ports.fault(decoded.error.code, `expected a frame of JT/T 809: ${decoded.error.code}`, {
    reason: decoded.error.reason,
    link: 'down',
  })
  if (++link.bad >= LIMITS.bad) link.socket?.destroy()
}

const gone = (link: Link): void => {
  const { ports, backoff } = link
  const wasUp = link.up
  endTimers(link)
  link.socket = null
  link.up = false
  if (link.ended) return
  if (++link.failures === LIMITS.tries || wasUp) ports.broken(wasUp ? 1 : 0)
  link.reopen.restart(backoff.next())
}

const open = (link: Link): void => {
  const { host, port, settings, verify, config } = link
  link.bad = 0
  const framer = makeFlagFramer({ head: 0x5b, end: 0x5d }, LONGEST_FRAME, (bytes) => {
    try {
      take(link, bytes)
    } catch (error) {
      tellBroken(link)(error)
    }
  })
  const line = createConnection({ host, port, timeout: settings.silenceMs })
  link.socket = line
  line.setNoDelay(true)
  line.on('connect', () => {
    write(link, 0x9001, u32Of(verify))
    link.patience = setTimeout(() => !link.up && line.destroy(), config.patienceMs)
  })
  line.on('data', (chunk) => framer.push(chunk as Buffer))
  line.on('timeout', () => line.destroy())
  line.on('error', () => line.destroy())
  line.on('close', () => gone(link))
}

const endLink = (link: Link): void => {
  if (link.ended) return
  link.ended = true
  link.reopen.stop()
  endTimers(link)
  const line = link.socket
  if (!line) return
  if (!link.up) return void line.destroy()
  write(link, 0x9003, u32Of(link.verify))
  setTimeout(() => line.destroy(), FAREWELL_MS).unref()
}

/**
 * The link by which a superior platform asks its subordinate: connect to the address of the login, 0x9001 with the code
 * of 0x1002, 0x9005 while it is quiet. It is opened again while the main link stands; the third failure in a row is told.
 */
export const openDownLink = (host: string, port: number, verify: number, ports: DownPorts): DownLink => {
  const link: Link = {
    host,
    port,
    verify,
    ports,
    config: ports.config,
    settings: ports.settings,
    backoff: makeBackoff(),
    reopen: soon(0, () => open(link), { failed: (error) => tellBroken(link)(error) }),
    socket: null,
    up: false,
    ended: false,
    failures: 0,
    bad: 0,
    quieten: null,
    patience: null,
  }
  open(link)
  return {
    isUp: () => link.up,
    send: (business, body) => {
      if (link.up) write(link, business, body)
      return link.up
    },
    end: () => endLink(link),
  }
}
