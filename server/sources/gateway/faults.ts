import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { cutText } from '#shared/kernel/text.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Rejected } from '../Source.ts'

/** What gateways turn away: a code to fold by, a reason without varying numbers, an example. */
export interface GatewayFault {
  /** Terminal, VIN or plate once proven, else the remote address: nobody fills the table with names that he made up. */
  readonly who: string
  readonly code: string
  readonly reason: string
  readonly example: unknown
}

/** Folds repeats: however many faults come, few are written, each with how many it stands for. */
export interface FaultBook {
  add(fault: GatewayFault): void
  /** Writes what is due; what could not be written stays for the next time. Never rejects, and is not run twice at once. */
  flush(now: EpochMs, write: (rows: readonly Rejected[]) => Promise<void>): Promise<void>
}

/** The same fault of the same sender is written once in so long. */
const AGAIN_MS = MINUTE_MS
/** Rows in one writing, and senders that are remembered. */
const ROWS = 100
const REMEMBERED = 5_000
const OTHERS = 'others'

interface Open {
  readonly fault: GatewayFault
  count: number
}

export const makeFaultBook = (source: string): FaultBook => {
  const open = new Map<string, Open>()
  let writtenAt = new Map<string, EpochMs>()
  let writing = false

  const keyOf = (fault: GatewayFault): string => `${fault.who}|${fault.code}`
  const rowOf = ({ fault, count }: Open): Rejected => ({
    source,
    collection: 'positions',
    recordId: cutText(fault.who, 128),
    field: fault.code,
    reason: fault.reason,
    body: { example: fault.example, seen: count },
  })

  return {
    add: (fault) => {
      const key = keyOf(fault)
      const known = open.get(key)
      if (known) known.count++
      else if (open.size < REMEMBERED) open.set(key, { fault, count: 1 })
      else {
        const others = `${OTHERS}|${fault.code}`
        const folded = open.get(others) ?? { fault: { ...fault, who: OTHERS }, count: 0 }
        folded.count++
        open.set(others, folded)
      }
    },
    flush: async (now, write) => {
      if (open.size === 0 || writing) return
      if (writtenAt.size > REMEMBERED)
        writtenAt = new Map([...writtenAt].filter(([, at]) => at > now - AGAIN_MS).slice(-REMEMBERED / 2))
      const due = [...open]
        .filter(([key]) => (writtenAt.get(key) ?? -Infinity) <= now - AGAIN_MS)
        .slice(0, ROWS)
      if (due.length === 0) return
      writing = true
      for (const [key] of due) open.delete(key)
      try {
        await write(due.map(([, entry]) => rowOf(entry)))
        for (const [key] of due) writtenAt.set(key, now)
      } catch {
        for (const [key, entry] of due)
          open.set(key, { fault: entry.fault, count: entry.count + (open.get(key)?.count ?? 0) })
      }
      writing = false
    },
  }
}
