/** Asks one address again and again on a line of its own, in a thread that does nothing else, and tells how long each answer took, ms. */
import { Agent, get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

const PROBE_MS = 20
const { url } = workerData as { readonly url: string }
/** A loopback address of its own: what the poison's addresses may not do is not asked here. */
const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: '127.0.0.2' })
const took: number[] = []
let failed = 0
let over = false
parentPort?.once('message', () => (over = true))

const ask = (): Promise<number> =>
  new Promise((resolve) => {
    const asked = get(url, { agent }, (answer) =>
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0)),
    )
    asked.on('error', () => resolve(0))
  })

while (!over) {
  const began = performance.now()
  if ((await ask()) !== 200) failed++
  took.push(performance.now() - began)
  await delay(PROBE_MS)
}
agent.destroy()
parentPort?.postMessage({ took, failed })
parentPort?.close()
