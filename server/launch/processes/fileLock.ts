import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, startTick } from './processes.ts'

export interface LockHolder {
  readonly pid: number
  readonly tick: string
  readonly note: string
}

export interface FileLock {
  release(): void
}

const readHolder = (path: string): LockHolder | null => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder
  } catch {
    return null
  }
}

const holds = (holder: LockHolder | null): boolean =>
  holder !== null && isRunning(holder.pid) && startTick(holder.pid) === holder.tick

/** Moves a dead holder's file away; a live one that slipped in between is put back. */
const clearStale = (path: string): void => {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (holds(readHolder(aside))) {
    try {
      linkSync(aside, path)
    } catch {
      // another process took the lock meanwhile: it is held either way
    }
  }
  rmSync(aside, { force: true })
}

/**
 * Takes a lock that ends with its process: a holder that was killed does not keep it.
 * Returns the live holder where there is one. Throws what the file system throws (ENOSPC, EACCES).
 */
export const tryLock = (path: string, note = ''): FileLock | LockHolder => {
  const mine = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(
    mine,
    JSON.stringify({ pid: process.pid, tick: startTick(process.pid), note } satisfies LockHolder),
  )
  try {
    for (;;) {
      try {
        linkSync(mine, path)
        return { release: () => rmSync(path, { force: true }) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = readHolder(path)
      if (holder !== null && holds(holder)) return holder
      clearStale(path)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

export const isLock = (result: FileLock | LockHolder): result is FileLock => 'release' in result

/** Waits for the lock up to `limitMs`. */
export const lock = async (path: string, limitMs: number): Promise<FileLock> => {
  const until = Date.now() + limitMs
  for (;;) {
    const result = tryLock(path)
    if (isLock(result)) return result
    if (Date.now() > until)
      throw new Error(`${path} is still held by process ${result.pid} after ${limitMs} ms`)
    await delay(40)
  }
}
