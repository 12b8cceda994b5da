import { toHex } from '../../codecs/bytes.ts'
import type { Framer } from '../../codecs/framers.ts'
import type { GatewayPorts } from './gateway.ts'
import type { Line, LineSession } from './listener.ts'

/** A line ends after so many frames in a row that cannot be read, or bytes in a row that are no frame. */
const LIMITS = { bad: 200, junkBytes: 1 << 20 } as const
const EXAMPLE_BYTES = 256

export interface FrameLineDeps {
  readonly line: Line
  readonly ports: Pick<GatewayPorts, 'count' | 'fault'>
  /** A line must prove itself within this time, ms. */
  readonly patienceMs: number
  makeFramer(take: (bytes: Uint8Array) => void): Framer
  /** Reads one frame; false when it could not be read, which is told by who reads it. */
  take(bytes: Uint8Array): boolean
}
export interface FrameLine extends LineSession {
  /** Who sends has shown who he is. */
  proven(): void
}

/** What every gateway does between bytes and messages: bounds on bad frames, on junk and on patience. */
export const makeFrameLine = ({ line, ports, patienceMs, makeFramer, take }: FrameLineDeps): FrameLine => {
  let bad = 0
  let junkBefore = 0
  /** A frame that breaks its handler costs itself: what stands behind it goes on. */
  const taken = (bytes: Uint8Array): boolean => {
    try {
      return take(bytes)
    } catch (error) {
      ports.fault({
        who: line.address,
        code: 'handler',
        reason: 'a frame broke its handler',
        example: { reason: String(error), hex: toHex(bytes.subarray(0, EXAMPLE_BYTES)) },
      })
      return false
    }
  }
  const framer = makeFramer((bytes) => {
    if (taken(bytes)) {
      bad = 0
      junkBefore = framer.junk()
    } else if (++bad >= LIMITS.bad) line.close(`${bad} bad frames in a row`)
  })
  const patience = setTimeout(() => line.close(`it did not prove itself within ${patienceMs} ms`), patienceMs)
  return {
    data: (chunk) => {
      const junk = framer.junk()
      framer.push(chunk)
      if (framer.junk() > junk) ports.count('junk-bytes', framer.junk() - junk)
      if (framer.junk() - junkBefore > LIMITS.junkBytes) line.close('it sends no frames')
    },
    end: () => clearTimeout(patience),
    proven: () => {
      clearTimeout(patience)
      line.proven()
    },
  }
}
