import type { DurationMs } from '#shared/kernel/units.ts'

/** All screens of a server that was restarted come back, but not in the same instant. */
const AFTER_MS: { readonly least: DurationMs; readonly most: DurationMs } = { least: 1_000, most: 5_000 }

interface Line {
  /** It is open, or tries by itself to be. */
  isActive(): boolean
  connect(): void
}

/**
 * socket.io comes back by itself after a lost line only. A server that says goodbye (a restart in order) or refuses (its
 * database does not answer) leaves that to us. `look` is called when the line ended or failed, `leave` when it is over.
 */
export const makeComeBack = (line: Line): { look(): void; leave(): void } => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  return {
    look: () => {
      if (over || timer !== undefined || line.isActive()) return
      timer = setTimeout(
        () => {
          timer = undefined
          line.connect()
        },
        AFTER_MS.least + Math.random() * (AFTER_MS.most - AFTER_MS.least),
      )
    },
    leave: () => {
      over = true
      clearTimeout(timer)
    },
  }
}
