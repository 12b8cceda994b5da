import { parentPort, workerData } from 'node:worker_threads'
import { errorMessage } from '#shared/kernel/errors.ts'
import { openSpoolFile } from './spoolFile.ts'
import type { SpoolAnswer, SpoolCall } from './spoolCalls.ts'

/** The thread that owns one spool file. Appends that wait go into one commit; any other call sees all of them. */
const port = parentPort!
const spool = openSpoolFile((workerData as { file: string }).file)
const waiting: { id: number; bytes: Uint8Array }[] = []
let due = false

const answer = (message: SpoolAnswer): void => port.postMessage(message)

const commit = (): void => {
  due = false
  const group = waiting.splice(0)
  if (group.length === 0) return
  try {
    const first = spool.append(group.map(({ bytes }) => bytes))
    answer({ ids: group.map(({ id }) => id), first })
  } catch (error) {
    answer({ ids: group.map(({ id }) => id), error: errorMessage(error) })
  }
}

const work = (call: Exclude<SpoolCall, { kind: 'append' }>): unknown => {
  if (call.kind === 'read') return spool.read(call.after, call.limit)
  if (call.kind === 'forget') return spool.forget(call.upTo)
  if (call.kind === 'pending') return spool.pending()
  return spool.close()
}

port.on('message', (call: SpoolCall) => {
  if (call.kind === 'append') {
    waiting.push(call)
    if (!due) setImmediate(commit)
    due = true
    return
  }
  commit()
  try {
    answer({ ids: [call.id], value: work(call) })
  } catch (error) {
    answer({ ids: [call.id], error: errorMessage(error) })
  }
  if (call.kind === 'close') port.close()
})
