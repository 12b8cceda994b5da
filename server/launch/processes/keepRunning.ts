import { setTimeout as delay } from 'node:timers/promises'
import { errorMessage } from '#shared/kernel/errors.ts'
import { logTail, type Child } from './children.ts'
import { makeRestarts, RULE_TEXT, type RestartRule } from './restarts.ts'

export interface KeepOptions {
  readonly first: Child
  start(): Child
  /** Rejects when it ended or took too long. */
  ready(child: Child): Promise<unknown>
  say(line: string): void
  /** All is being stopped: a child that ends now, as each does on Ctrl-C, is not missed. */
  isEnding(): boolean
  /** It ended too often. */
  lost(line: string): void
  /** Waits while a start could only fail. */
  room(): Promise<void>
  readonly rule?: RestartRule
}

/** A child that is started again when it ends by itself. */
export interface Kept {
  child(): Child
  /** From now on its end is made good; before, whoever waits for its start hears of it. */
  keep(): void
  /** Does `work` with the child that runs; where that one ends meanwhile, again with the next one that is ready. */
  whileRunning<T>(work: (child: Child) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** What it complained of in plain words, if it did. */
const lastWords = ({ logFile }: Child): string => {
  const words = logTail(logFile)
  return words === '' || words.startsWith('{') ? '' : `${words} — `
}

const endedWords = ({ title }: Child, how: string): string =>
  `${title} 意外结束 / ended unexpectedly (${how})`

const tooOften = (child: Child, ended: string): string =>
  `${ended};${RULE_TEXT.zh},不再重启,其余一并停止 / too often (more than ${RULE_TEXT.en.slice(3)}), the rest is stopped. ${lastWords(child)}${child.logFile}`

const startsAgain = (ended: string, { waitMs, number }: { waitMs: number; number: number }): string =>
  `${ended},${waitMs / 1000} s 后重新启动(第 ${number} 次,${RULE_TEXT.zh}) / starting it again in ${waitMs / 1000} s (${number} ${RULE_TEXT.en})`

/** A start that could not even be tried is tried again after so long, and counts as one. */
const AGAIN_MS = 500

/** Says when it is back; one that does not become ready is stopped. */
const announce = async (child: Child, { ready, say }: Pick<KeepOptions, 'ready' | 'say'>): Promise<void> => {
  const since = performance.now()
  await ready(child).then(
    () => say(`${child.title} 已恢复 / is back (${((performance.now() - since) / 1000).toFixed(1)} s)`),
    () => child.stop(),
  )
}

export const keepRunning = ({ first, start, ready, say, lost, room, rule, isEnding }: KeepOptions): Kept => {
  const next = makeRestarts(rule)
  let current = first
  let stopped = false
  let isKept = false
  let coming: Promise<void> | null = null
  const again = async (how: string): Promise<boolean> => {
    await room()
    const chance = next(performance.now())
    const ended = endedWords(current, how)
    if (chance === null) {
      stopped = true
      lost(tooOften(current, ended))
      return false
    }
    say(startsAgain(ended, chance))
    await delay(chance.waitMs)
    if (stopped || isEnding()) return false
    current = start()
    coming = announce(current, { ready, say })
    return true
  }
  const watch = async (): Promise<void> => {
    for (;;) {
      const how = await current.ended
      if (stopped || isEnding() || !isKept) return
      try {
        if (!(await again(how))) return
      } catch (error) {
        say(`${current.title} 未能启动 / did not start: ${errorMessage(error)}`)
        await delay(AGAIN_MS)
      }
    }
  }
  return {
    child: () => current,
    keep: () => {
      if (isKept) return
      isKept = true
      void watch()
    },
    whileRunning: async (work) => {
      for (;;) {
        const child = current
        try {
          return await work(child)
        } catch (error) {
          if (stopped || !isKept || !child.hasEnded()) throw error
          while (!stopped && current === child) await delay(100)
          if (stopped) throw error
          await coming
        }
      }
    },
    stop: async () => {
      stopped = true
      await current.stop()
    },
  }
}
