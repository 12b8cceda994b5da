import { createConnection, type Socket } from 'node:net'
import {
  authenticateBody,
  makeReplyReader,
  registerBody,
  writeFrame,
  type PlatformReply,
  type TerminalId,
} from '../../../data/standin/terminals/frames.ts'

/** A JT/T 808 terminal on a real socket. */
export interface TestTerminal {
  readonly id: TerminalId
  readonly socket: Socket
  readonly replies: readonly PlatformReply[]
  /** Sends a message and answers its serial. */
  send(message: number, body: Uint8Array, split?: { total: number; index: number }): number
  raw(bytes: Uint8Array): void
  /** The answer to a serial; rejects after two seconds. */
  answer(serial: number): Promise<PlatformReply>
  /** Sends and waits for the answer. */
  ask(message: number, body: Uint8Array): Promise<PlatformReply>
  /** Registers and proves itself; answers the last result. */
  enter(plate?: string): Promise<number>
  closed(): boolean
  end(): void
}

export const connectTerminal = async (port: number, id: TerminalId): Promise<TestTerminal> => {
  const socket = createConnection({ port, host: '127.0.0.1' })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.on('error', () => undefined)
  const replies: PlatformReply[] = []
  const wanted = new Map<number, (reply: PlatformReply) => void>()
  let serial = 0
  let over = false
  socket.on('close', () => (over = true))
  socket.on(
    'data',
    makeReplyReader((reply) => {
      replies.push(reply)
      wanted.get(reply.toSerial)?.(reply)
    }),
  )
  const terminal: TestTerminal = {
    id,
    socket,
    replies,
    send: (message, body, split) => {
      socket.write(writeFrame(id, message, ++serial, body, split))
      return serial
    },
    raw: (bytes) => void socket.write(bytes),
    answer: (number) =>
      new Promise((resolve, reject) => {
        const found = replies.find(({ toSerial }) => toSerial === number)
        if (found) return resolve(found)
        const timer = setTimeout(() => reject(new Error(`no answer to ${number}`)), 2_000)
        wanted.set(number, (reply) => {
          clearTimeout(timer)
          resolve(reply)
        })
      }),
    ask: (message, body) => terminal.answer(terminal.send(message, body)),
    enter: async (plate = '桂A12345') => {
      const registered = await terminal.ask(
        0x0100,
        registerBody(id.version, { plate, colour: 1, terminalId: id.phone.slice(-7) }),
      )
      if (registered.result !== 0) return registered.result
      return (await terminal.ask(0x0102, authenticateBody(id.version, registered.code))).result
    },
    closed: () => over,
    end: () => socket.destroy(),
  }
  return terminal
}
