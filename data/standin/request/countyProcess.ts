import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Scale } from '../../province/Province.ts'
import type { CountyJob, CountyMaker, CountySummary } from './countyFile.ts'

export interface CountyOrder {
  readonly seed: number
  readonly scale: Scale
  readonly job: CountyJob
}
export type CountyAnswer =
  | { readonly code: string; readonly summary: CountySummary }
  | { readonly code: string; readonly error: string }

const SCRIPT = join(import.meta.dirname, 'countyWorker.ts')
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=1024']
const IDLE_MS = 5000

/** As many processes as these, each making one county at a time: the first start of a large province has nothing else to do. */
export const makeCountyProcesses = (order: CountyOrder, hands: number): CountyMaker => {
  const free = Array.from({ length: hands }, () => makeCountyProcess(order))
  const all = [...free]
  return {
    hands,
    make: async (code, dir) => {
      const one = free.pop() ?? (all[0] as CountyMaker)
      try {
        return await one.make(code, dir)
      } finally {
        if (!free.includes(one)) free.push(one)
      }
    },
    stop: () => all.forEach((one) => one.stop()),
  }
}

/**
 * Makes counties in a process of its own, which ends when there is nothing to make: its memory goes with it,
 * and nobody waits for it here.
 */
const makeCountyProcess = (order: CountyOrder): CountyMaker => {
  const waiting = new Map<
    string,
    { resolve: (summary: CountySummary) => void; reject: (error: Error) => void }
  >()
  let child: ChildProcess | null = null
  let idle: NodeJS.Timeout | undefined
  const end = (): void => {
    child?.kill()
    child = null
  }
  const hear = (answer: CountyAnswer): void => {
    const asked = waiting.get(answer.code)
    waiting.delete(answer.code)
    if ('summary' in answer) asked?.resolve(answer.summary)
    else asked?.reject(new Error(`county ${answer.code}: ${answer.error}`))
    if (waiting.size === 0) idle = setTimeout(end, IDLE_MS).unref()
  }
  const open = (): ChildProcess => {
    const opened = fork(SCRIPT, [JSON.stringify(order)], {
      execArgv: FLAGS,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    opened.on('message', (answer) => hear(answer as CountyAnswer))
    opened.on('exit', (code, signal) => {
      /* One that was ended when it was idle, and whose place another has taken, ends nothing of that one's work. */
      if (child !== null && child !== opened) return
      child = null
      for (const { reject } of waiting.values())
        reject(new Error(`the county process ended: ${signal ?? code}`))
      waiting.clear()
    })
    return opened
  }
  return {
    make: (code, dir) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle)
        child ??= open()
        waiting.set(code, { resolve, reject })
        child.send({ code, dir })
      }),
    stop: end,
  }
}
