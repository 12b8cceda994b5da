import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../node24.mjs'
import { isRunning, signal, waitForExit } from './processes.ts'

export interface Child {
  /** 中文 / English, for the line that says that it ended. */
  readonly title: string
  readonly process: ChildProcess
  readonly logFile: string
  /** Resolves with what ended it, by itself or not. */
  readonly ended: Promise<string>
  hasEnded(): boolean
  stop(): Promise<void>
}

export interface ChildPlan {
  readonly title: string
  /** From the repository's root. */
  readonly script: string
  readonly environment: NodeJS.ProcessEnv
  readonly logFile: string
  /** Node's own. */
  readonly flags?: readonly string[]
}

const STOP_LIMIT_MS = 10_000
const LEASH = pathToFileURL(join(import.meta.dirname, 'leash.mjs')).href

/** The newest lines of a child's log, without its JSON. */
export const logTail = (file: string): string => {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  const plain = lines.filter((line) => line.trim() && !line.startsWith('{'))
  return (plain.length > 0 ? plain : lines).slice(-3).join(' | ').slice(-600)
}

/**
 * Starts a script on this Node with a log of its own (the last one is kept as `.1`). It hangs on the process channel:
 * when this process is killed, the leash ends it.
 */
export const startChild = ({ title, script, environment, logFile, flags = [] }: ChildPlan): Child => {
  mkdirSync(dirname(logFile), { recursive: true })
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(
    process.execPath,
    [...flags, '--disable-warning=ExperimentalWarning', '--import', LEASH, join(ROOT, script)],
    {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', log, log, 'ipc'],
    },
  )
  closeSync(log)
  let hasEnded = false
  const ended = new Promise<string>((done) => {
    const end = (how: string): void => {
      hasEnded = true
      done(how)
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, name) => end(name ?? `exit ${code}`))
  })
  const stop = async (): Promise<void> => {
    if (child.pid === undefined || !isRunning(child.pid)) return
    signal(child.pid, 'SIGTERM')
    if (await waitForExit(child.pid, STOP_LIMIT_MS)) return
    signal(child.pid, 'SIGKILL')
    await waitForExit(child.pid, STOP_LIMIT_MS)
  }
  return { title, process: child, logFile, ended, hasEnded: () => hasEnded, stop }
}
