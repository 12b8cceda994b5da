import { copyFileSync, existsSync, rmSync, statSync, truncateSync } from 'node:fs'
import type { DurationMs } from '#shared/kernel/units.ts'

const MOST_BYTES = 16 * 1024 * 1024
const LOOK_MS: DurationMs = 5000

/**
 * Moves what a log holds to `.1` and empties it in place: whoever writes appends to the same file. On a full disk the
 * older copy goes first, and where even then nothing can be copied the log is emptied.
 */
export const turnLog = (file: string, mostBytes = MOST_BYTES): boolean => {
  if (!existsSync(file) || statSync(file).size <= mostBytes) return false
  const older = `${file}.1`
  rmSync(older, { force: true })
  try {
    copyFileSync(file, older)
  } catch {
    rmSync(older, { force: true })
  }
  truncateSync(file)
  return true
}

/** Keeps logs that are being written below a bound, with one older copy each. */
export const boundLogs = (files: readonly string[]): void => {
  setInterval(() => {
    for (const file of files) {
      try {
        turnLog(file)
      } catch {
        // looked at again in five seconds
      }
    }
  }, LOOK_MS).unref()
}
