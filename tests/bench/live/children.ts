import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A part of the rig in a process of its own; messages come back typed. */
export interface Child<To, From extends { readonly type: string }> {
  readonly pid: number
  send(message: To): void
  /** The next message of this type. Rejects when the process ends first. */
  next<T extends From['type']>(type: T): Promise<Extract<From, { type: T }>>
  end(): Promise<void>
}

export const startChild = <To extends { readonly type: string }, From extends { readonly type: string }>(
  file: string,
  nodeOptions: readonly string[] = [],
): Child<To, From> => {
  const child: ChildProcess = fork(join(import.meta.dirname, file), [], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...nodeOptions],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  /** Nobody outlives a bench that threw. */
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const heard: From[] = []
  const waiting: { type: string; resolve: (message: From) => void; reject: (error: Error) => void }[] = []
  child.on('message', (message: From) => {
    const at = waiting.findIndex(({ type }) => type === message.type)
    if (at < 0) heard.push(message)
    else waiting.splice(at, 1)[0]?.resolve(message)
  })
  child.once('exit', () => process.off('exit', kill))
  child.on('exit', (code) =>
    waiting
      .splice(0)
      .forEach(({ type, reject }) => reject(new Error(`${file} ended with ${code} before it said ${type}`))),
  )
  return {
    pid: child.pid as number,
    send: (message) => void child.send(message),
    next: <T extends From['type']>(type: T) =>
      new Promise<Extract<From, { type: T }>>((resolve, reject) => {
        const at = heard.findIndex((message) => message.type === type)
        if (at >= 0) resolve(heard.splice(at, 1)[0] as Extract<From, { type: T }>)
        else waiting.push({ type, resolve: resolve as (message: From) => void, reject })
      }),
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      if (child.connected) child.send({ type: 'end' })
      const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
      await gone
      clearTimeout(timer)
    },
  }
}

const TICK_MS = 10
/** Processor time of a process and of all its children, those that ended too; Linux only, 0 elsewhere. */
export const cpuMsOfTree = (pid: number): number => {
  const statOf = (id: string): string[] | null => {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    } catch {
      return null
    }
  }
  try {
    const own = statOf(String(pid))
    if (!own) return 0
    let ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(own[at]), 0)
    for (const id of readdirSync('/proc')) {
      const stat = /^\d+$/.test(id) ? statOf(id) : null
      if (stat && Number(stat[1]) === pid) ticks += Number(stat[11]) + Number(stat[12])
    }
    return ticks * TICK_MS
  } catch {
    return 0
  }
}
