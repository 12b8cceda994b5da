import type { IncomingMessage } from 'node:http'
import { makeHeadcount } from '../common/headcount.ts'

interface StrangersDeps {
  /** Connections of one address that have shown no session, at once; and sessions looked up beyond them. */
  readonly perAddress: number
  addressOf(request: IncomingMessage): string
  /** Asked only where the address has no room left. */
  holdsSession(request: IncomingMessage): Promise<boolean>
}

/** Those whose connection is open and who have not shown a session yet, by address. */
export interface Strangers {
  /** Whether a handshake may go on. Its place is kept until `leave`, or the end of its line where no connection came of it. */
  admit(request: IncomingMessage): Promise<boolean>
  /** A connection came of the handshake: its line (several requests, when it polls) no longer tells its end. */
  opened(request: IncomingMessage): void
  /** It has shown its session, or is closed. */
  leave(request: IncomingMessage): void
}

/** However many strangers an address holds open, who holds a session comes in from it: beyond the ceiling it is looked up first. */
export const makeStrangers = ({ perAddress, addressOf, holdsSession }: StrangersDeps): Strangers => {
  const waiting = makeHeadcount()
  const lookedUp = makeHeadcount()
  const places = new WeakMap<IncomingMessage, () => void>()
  const opened = new WeakSet<IncomingMessage>()
  const leave = (request: IncomingMessage): void => {
    places.get(request)?.()
    places.delete(request)
  }
  return {
    admit: async (request) => {
      const address = addressOf(request)
      const place = waiting(address, perAddress)
      if (place) {
        places.set(request, place)
        request.socket.once('close', () => opened.has(request) || leave(request))
        return true
      }
      const done = lookedUp(address, perAddress)
      if (!done) return false
      return holdsSession(request)
        .catch(() => false)
        .finally(done)
    },
    opened: (request) => void opened.add(request),
    leave,
  }
}
