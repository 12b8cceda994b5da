/** Counts tenths of a second that this process lives through, until it is stopped: while the machine gives it no core none passes, so that a limit hangs on what the process does and not on who else works. */
export const makeBeats = (): { stop(): number } => {
  let beats = 0
  const timer = setInterval(() => beats++, 100)
  return {
    stop: () => {
      clearInterval(timer)
      return beats
    },
  }
}
