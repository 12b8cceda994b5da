import { setTimeout as delay } from 'node:timers/promises'
import { freeMiB } from '../checks.ts'

/** Below it nothing that writes can start. */
const NEEDED_MIB = 32
const LOOK_MS = 2000
/** Below it a person is told, who may still make room. */
const LOW_MIB = 150
const WATCH_MS = 30_000

/** Waits while the disk of a folder is full, and says so once; a start would only fail. */
export const waitForRoom = async (
  folder: string,
  say: (line: string) => void,
  isEnding: () => boolean,
  free: (folder: string) => number = freeMiB,
  lookMs = LOOK_MS,
): Promise<void> => {
  for (let said = false; !isEnding() && free(folder) < NEEDED_MIB; said = true) {
    if (!said)
      say(
        `磁盘已满,等待空间(至少 ${NEEDED_MIB} MiB):${folder} / the disk is full, waiting for ${NEEDED_MIB} MiB: ${folder}`,
      )
    await delay(lookMs)
  }
}

/** Says when the disk of a folder is nearly full, and again after there was room; answers how to stop. */
export const watchRoom = (
  folder: string,
  say: (line: string) => void,
  free: (folder: string) => number = freeMiB,
): (() => void) => {
  let said = false
  const timer = setInterval(() => {
    const left = free(folder)
    if (left < LOW_MIB && !said)
      say(`磁盘将满:${folder} 仅剩 ${left} MiB / the disk is nearly full: ${left} MiB left in ${folder}`)
    said = left < LOW_MIB
  }, WATCH_MS).unref()
  return () => clearInterval(timer)
}
