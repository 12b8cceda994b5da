import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isLock, tryLock } from '../../../server/launch/processes/fileLock.ts'

const folder = mkdtempSync(join(tmpdir(), 'guanlan-lock-'))
const LOCK = resolve(import.meta.dirname, '../../../server/launch/processes/fileLock.ts')
const holder = async (path: string) => {
  const code = `const { tryLock } = await import(${JSON.stringify(LOCK)}); tryLock(${JSON.stringify(path)}, 'http://127.0.0.1:8080/'); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the lock of a data folder', () => {
  it('is kept by a holder that stands still, named with its address, and ends with it at once when it is killed', async () => {
    const path = join(folder, 'data.lock')
    const child = await holder(path)
    child.kill('SIGSTOP')
    expect(tryLock(path)).toMatchObject({ pid: child.pid, note: 'http://127.0.0.1:8080/' })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const mine = tryLock(path)
    expect(isLock(mine)).toBe(true)
    if (isLock(mine)) mine.release()
  })
})
