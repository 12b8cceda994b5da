import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { isRunning, waitForExit } from '../../../server/launch/processes/processes.ts'

export const ROOT = join(import.meta.dirname, '../../..')

export let base: string
export let dataDir: string
export let port: number
export let outsideLog: string

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const found = (probe.address() as { port: number }).port
      probe.close(() => done(found))
    })
  })

export const openFolder = async () => {
  mkdirSync(join(ROOT, 'data', 'var'), { recursive: true })
  base = mkdtempSync(join(ROOT, 'data', 'var', 'launch-test-'))
  dataDir = join(base, 'data')
  outsideLog = join(base, 'outside.log')
  port = await freePort()
}

/** The folder is closed to others, so that a start as root must place PostgreSQL's data where its account can reach it. */
export const clusterFolder = (): string => {
  const elsewhere = read(join(dataDir, 'pg-elsewhere.txt')).trim()
  return elsewhere === '' ? join(dataDir, 'pg') : elsewhere
}
const pids = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
/** Every process of a start: those that were told the data folder, and PostgreSQL on it. */
export const family = (): { pid: number; command: string }[] =>
  pids()
    .filter((pid) => isRunning(pid))
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`), environment: read(`/proc/${pid}/environ`) }))
    .filter(
      ({ command, environment }) =>
        environment.includes(`GUANLAN_DATA_DIR=${dataDir} `) || command.includes(clusterFolder()),
    )
export const kill = (pid: number): Promise<boolean> => {
  process.kill(pid, 'SIGKILL')
  return waitForExit(pid, 5000)
}
export const killAll = async (): Promise<void> => {
  while (family().length > 0) for (const { pid } of family()) await kill(pid).catch(() => false)
}
