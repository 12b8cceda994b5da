import { setTimeout as delay } from 'node:timers/promises'
import { LaunchError } from '../options.ts'
import { logTail, type Child } from './children.ts'

/** A part that has not said by then that it is there did not start. */
export const START_LIMIT_MS = 300_000

const failedStart = (child: Child, how: string): LaunchError =>
  new LaunchError(
    `${child.title} 未能启动 / did not start (${how}): ${logTail(child.logFile)} — ${child.logFile}`,
  )

/** Asks until `ask` answers; a child that ends or the time limit throws LaunchError. */
export const until = async <T>(child: Child, limitMs: number, ask: () => Promise<T | null>): Promise<T> => {
  const end = Date.now() + limitMs
  let ended: string | null = null
  void child.ended.then((how) => (ended = how))
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (ended !== null) throw failedStart(child, ended)
    if (Date.now() > end) throw failedStart(child, `${limitMs / 1000} s`)
    await delay(100)
  }
}
