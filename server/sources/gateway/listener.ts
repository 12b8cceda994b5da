import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { makeBackoff } from '../platform/backoff.ts'
import { retry } from '../../common/jobs.ts'
import { messageOf, type Health, type SourceLog } from '../health.ts'
import { makeHeadcount } from '../../common/headcount.ts'

/** One connection as a session sees it. */
export interface Line {
  /** Remote address without its port. */
  readonly address: string
  write(bytes: Uint8Array): void
  /** Its sender has shown who he is; until then it counts against its address. */
  proven(): void
  /** Ends the line; the reason goes to the log. */
  close(reason: string): void
  /** Stops reading from it until `release`; nothing of it is lost, its sender waits. */
  hold(): void
  release(): void
}
export interface LineSession {
  data(chunk: Uint8Array): void
  /** The line has ended. */
  end(): void
}
export interface ListenerOptions {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly maxConnections: number
  readonly idleMs: number
  readonly bytesPerSecond: number
  /** Lines of one address that have not proved themselves; one more is closed at once. */
  readonly unprovenPerAddress: number
}

export interface Listener {
  /** Resolves when it listens; rejects when the port cannot be had. */
  listen(): Promise<void>
  port(): number
  connections(): number
  /** Connections that were not taken. */
  refused(): number
  /** Reads no line until as many `release`; lines that come meanwhile wait too. Nothing is lost: senders wait. */
  hold(): void
  release(): void
  close(): Promise<void>
}

/** Listens; a port that is taken is said in the source's status and tried again until `signal` is raised. */
export const keepListening = async (
  listener: Pick<Listener, 'listen'>,
  health: Health,
  signal: AbortSignal,
): Promise<void> => {
  const again = (error: unknown): boolean => {
    health.state('backing-off', messageOf(error))
    return true
  }
  const listens = await retry(listener.listen, { wait: makeBackoff().next, again, signal })
  if (listens) health.state('live')
}

/** So many seconds of its rate may come at once. */
const BURST_S = 4
/** Answers that a line does not read. */
const UNREAD_BYTES = 1 << 20

/** Stops reading while more came than the rate allows, so that one line's flood stays in its own buffers. */
const makeThrottle = (bytesPerSecond: number, pace: (ms: number) => void) => {
  let allowance = bytesPerSecond * BURST_S
  let last = performance.now()
  return (bytes: number): void => {
    const now = performance.now()
    allowance =
      Math.min(bytesPerSecond * BURST_S, allowance + ((now - last) / 1_000) * bytesPerSecond) - bytes
    last = now
    if (allowance < 0) pace((-allowance / bytesPerSecond) * 1_000)
  }
}

const addressOf = (socket: Socket): string => socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown'

const serve = (
  socket: Socket,
  options: ListenerOptions,
  log: SourceLog,
  off: () => void,
  open: (line: Line) => LineSession,
): Pick<Line, 'hold' | 'release'> => {
  const address = addressOf(socket)
  let holds = 0
  let over = false
  const hold = (): void => {
    if (++holds === 1) socket.pause()
  }
  const release = (): void => {
    if (--holds === 0 && !over) socket.resume()
  }
  const close = (reason: string): void => {
    if (over) return
    over = true
    log.info({ source: options.name, address, reason }, 'a line was closed')
    socket.destroySoon()
  }
  const write = (bytes: Uint8Array): void => {
    if (!socket.writable) return
    socket.write(bytes)
    if (socket.writableLength > UNREAD_BYTES) close('it does not read its answers')
  }
  const session = open({ address, write, proven: off, close, hold, release })
  const throttle = makeThrottle(options.bytesPerSecond, (ms) => {
    hold()
    setTimeout(release, ms).unref()
  })
  socket.setNoDelay(true)
  /** Who is not read is not silent. */
  socket.setTimeout(options.idleMs, () =>
    holds > 0 ? socket.setTimeout(options.idleMs) : close(`nothing heard for ${options.idleMs} ms`),
  )
  socket.on('data', (chunk) => {
    if (over) return
    try {
      session.data(chunk as Buffer)
    } catch (error) {
      log.error({ source: options.name, address, error: String(error) }, 'a line broke its session')
      close('its session broke')
    }
    throttle(chunk.length)
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    over = true
    session.end()
  })
  return { hold, release }
}

/** A TCP server whose lines cannot hurt one another: bounded in number, rate, silence and unread answers. */
export const makeListener = (
  options: ListenerOptions,
  log: SourceLog,
  open: (line: Line) => LineSession,
): Listener => {
  const sockets = new Map<Socket, Pick<Line, 'hold' | 'release'>>()
  let holds = 0
  /** Lines of each address that have still to prove themselves: whoever only opens lines takes no room from others. */
  const newcomers = makeHeadcount()
  let refused = 0
  const server: Server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const off = newcomers(addressOf(socket), options.unprovenPerAddress)
    if (!off) {
      refused++
      socket.on('error', () => undefined)
      return void socket.destroy()
    }
    socket.on('close', () => {
      sockets.delete(socket)
      off()
    })
    const line = serve(socket, options, log, off, open)
    sockets.set(socket, line)
    if (holds > 0) line.hold()
  })
  server.maxConnections = options.maxConnections
  server.on('drop', () => void refused++)
  let port = 0
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(options.port, options.host, () => {
          server.off('error', reject)
          server.on('error', (error) =>
            log.warn({ source: options.name, error: String(error) }, 'a line could not be taken'),
          )
          port = (server.address() as AddressInfo).port
          resolve()
        })
      }),
    port: () => port,
    connections: () => sockets.size,
    refused: () => refused,
    hold: () => {
      if (++holds === 1) for (const line of sockets.values()) line.hold()
    },
    release: () => {
      if (--holds === 0) for (const line of sockets.values()) line.release()
    },
    close: async () => {
      for (const socket of sockets.keys()) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}
