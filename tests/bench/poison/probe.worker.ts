/** Asks one address again and again on a line of its own, in a thread that does nothing else, and tells how long each answer took, ms. */
import { Agent, get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

const PROBE_MS = 20
const { url } = workerData as { readonly url: string }
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const took: number[] = []
let over = false
parentPort?.once('message', () => (over = true))

const ask = (): Promise<void> =>
  new Promise((resolve) => {
    const asked = get(url, { agent }, (answer) => answer.resume().on('end', resolve))
    asked.on('error', () => resolve())
  })

while (!over) {
  const began = performance.now()
  await ask()
  took.push(performance.now() - began)
  await delay(PROBE_MS)
}
agent.destroy()
parentPort?.postMessage(took)
parentPort?.close()
