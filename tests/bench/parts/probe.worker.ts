/** Asks addresses in turn on a line of its own, in a thread that does nothing else, and tells how long each answer took, ms. */
import { Agent, get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Asked } from './probe.ts'

const { urls, headers, pauseMs, localAddress } = workerData as Asked
const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress })
const took: number[] = []
let failed = 0
let over = false
parentPort?.once('message', () => (over = true))

const ask = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const asked = get(url, { agent, headers }, (answer) =>
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0)),
    )
    asked.on('error', () => resolve(0))
  })

for (let n = 0; !over; n++) {
  const began = performance.now()
  if ((await ask(urls[n % urls.length] as string)) !== 200) failed++
  took.push(performance.now() - began)
  await delay(pauseMs)
}
agent.destroy()
parentPort?.postMessage({ took, failed })
parentPort?.close()
