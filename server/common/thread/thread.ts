import { parentPort, Worker } from 'node:worker_threads'
import { errorMessage } from '#shared/kernel/errors.ts'

/** A handler's answer: a plain value, or one whose buffers are handed over without a copy. */
export class Handover {
  readonly value: unknown
  readonly buffers: readonly ArrayBuffer[]
  constructor(value: unknown, buffers: readonly ArrayBuffer[]) {
    this.value = value
    this.buffers = buffers
  }
}

/** What a thread answers to, by name. */
export type Handlers = Readonly<Record<string, (payload: never) => unknown>>

interface Question {
  readonly id: number
  readonly name: string
  readonly payload: unknown
}
type Answer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

/** In the thread: answers questions; an error travels back as its message. `close` ends the thread after its answer. */
export const serve = (handlers: Handlers): void => {
  const port = parentPort!
  const answer = async ({ id, name, payload }: Question): Promise<void> => {
    try {
      const value = await (handlers[name] as (payload: unknown) => unknown)(payload)
      if (value instanceof Handover) port.postMessage({ id, value: value.value }, [...value.buffers])
      else port.postMessage({ id, value })
    } catch (error) {
      port.postMessage({ id, error: errorMessage(error) })
    }
    if (name === 'close') port.close()
  }
  port.on('message', (question: Question) => void answer(question))
}

export interface Thread {
  /** Buffers in `handed` are taken. Rejects once the thread has ended. */
  ask<T>(name: string, payload?: unknown, handed?: readonly ArrayBuffer[]): Promise<T>
  /** Asks it to close and waits for its end. */
  close(): Promise<void>
}

/** Starts a thread; `onEnd` is told when it dies by itself. */
export const startThread = (file: URL, workerData: unknown, onEnd: (error: Error) => void): Thread => {
  const worker = new Worker(file, { workerData, execArgv: [] })
  const asked = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  let next = 1
  let ended: Error | null = null
  let isClosing = false

  const end = (error: Error): void => {
    if (ended === null && !isClosing) onEnd(error)
    ended ??= error
    for (const { reject } of asked.values()) reject(ended)
    asked.clear()
  }
  worker.on('error', (error) => end(error as Error))
  worker.on('exit', (code) =>
    end(new Error(`the thread ${file.pathname.split('/').at(-1)} ended with ${code}`)),
  )
  worker.on('message', (answer: Answer) => {
    const waiting = asked.get(answer.id)
    asked.delete(answer.id)
    if ('error' in answer) waiting?.reject(new Error(answer.error))
    else waiting?.resolve(answer.value as never)
  })

  const ask: Thread['ask'] = (name, payload, handed = []) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      const id = next++
      asked.set(id, { resolve, reject })
      worker.postMessage({ id, name, payload }, [...handed])
    })

  return {
    ask,
    close: async () => {
      if (ended) return
      isClosing = true
      const gone = new Promise((resolve) => worker.once('exit', resolve))
      await ask('close').catch(() => undefined)
      await gone
    },
  }
}
