import type { EpochMs } from '#shared/kernel/units.ts'
import type { Jt808Frame, Jt808Header } from '../../codecs/jt808/index.ts'

/** Puts the parts (分包) of long messages together, within bounds. */
export interface Parts {
  /** The whole message and the serials of its parts when this one was the last to come; a code when it cannot be taken; null while more must come. */
  add(
    frame: Jt808Frame,
    now: EpochMs,
  ):
    | { readonly whole: Jt808Frame; readonly serials: readonly number[] }
    | { readonly fault: 'part-range' | 'parts-too-many' }
    | null
  /** Messages given up because a part never came. */
  expire(now: EpochMs): { readonly header: Jt808Header; readonly missing: number }[]
}

/** Parts of one message and messages of one line at once: 64 parts of 1,023 bytes are 64 KiB. */
const LIMITS = { parts: 64, messages: 4 } as const

interface Held {
  readonly header: Jt808Header
  readonly since: EpochMs
  readonly bodies: (Uint8Array | undefined)[]
  readonly serials: number[]
  have: number
}

const join = (bodies: readonly (Uint8Array | undefined)[]): Uint8Array => {
  const body = new Uint8Array(bodies.reduce((sum, part) => sum + (part?.length ?? 0), 0))
  let at = 0
  for (const part of bodies) {
    body.set(part ?? new Uint8Array(0), at)
    at += part?.length ?? 0
  }
  return body
}

export const makeParts = (waitMs: number): Parts => {
  const held = new Map<string, Held>()
  return {
    add: ({ header, body }, now) => {
      const { total, index } = header.split as NonNullable<Jt808Header['split']>
      if (index < 1 || index > total || total > LIMITS.parts) return { fault: 'part-range' }
      const first = (header.serial - index + 1) & 0xffff
      const key = `${header.phone}/${header.id}/${total}/${first}`
      if (!held.has(key) && held.size >= LIMITS.messages) return { fault: 'parts-too-many' }
      const message = held.get(key) ?? {
        header,
        since: now,
        bodies: Array.from({ length: total }, () => undefined),
        serials: [],
        have: 0,
      }
      held.set(key, message)
      message.serials.push(header.serial)
      if (message.serials.length > LIMITS.parts * 4) message.serials.splice(0, LIMITS.parts)
      if (message.bodies[index - 1] === undefined) message.have++
      message.bodies[index - 1] = body.slice()
      if (message.have < total) return null
      held.delete(key)
      return {
        whole: { header: { ...header, split: null }, body: join(message.bodies) },
        serials: [...new Set(message.serials)],
      }
    },
    expire: (now) => {
      const gone: { header: Jt808Header; missing: number }[] = []
      for (const [key, message] of held) {
        if (message.since > now - waitMs) continue
        held.delete(key)
        gone.push({ header: message.header, missing: message.bodies.length - message.have })
      }
      return gone
    },
  }
}
