import { setTimeout as delay } from 'node:timers/promises'
import { whileStopped } from '../../builders/house/frozenDatabase.ts'
import type { House } from './house.ts'
import { judge, listen, makeRig, watch, type Phase } from './rig.ts'

const ASK_EVERY_MS = 500
const PATHS = ['/api/regions', '/api/vehicles/summary', '/api/session']

interface Answer {
  readonly status: number
  readonly ms: number
}

const ask = async (house: House, path: string): Promise<Answer> => {
  const began = performance.now()
  const answer = await fetch(`${house.url}${path}`, {
    headers: { cookie: house.cookie },
    signal: AbortSignal.timeout(30_000),
  }).catch(() => null)
  await answer?.arrayBuffer()
  return { status: answer?.status ?? 0, ms: performance.now() - began }
}

/** Asks for pages all the while, several at once. */
const askFor = async (house: House, ms: number): Promise<Answer[]> => {
  const asked: Promise<Answer>[] = []
  for (const until = Date.now() + ms; Date.now() < until; await delay(ASK_EVERY_MS))
    asked.push(...PATHS.map((path) => ask(house, path)))
  return Promise.all(asked)
}

/** No process of PostgreSQL moves for a while: connections stand, and nothing is answered. */
export const frozen = async (phase: Phase): Promise<void> => {
  const rig = await makeRig(phase)
  const { house } = rig
  try {
    await house.start('platform')
    await house.start('server')
    await delay(8000)
    const screen = watch(house)
    await delay(3000)
    const seconds = phase.number('freeze', 20)
    const before = rig.acked().batch
    const work = whileStopped(house.databasePid, () => askFor(house, seconds * 1000))
    const { done: answers, frames, longestMs } = await listen(screen, work)
    const during = rig.acked().batch - before
    const since = performance.now()
    while ((await ask(house, '/api/regions')).status !== 200 && performance.now() - since < 60_000)
      await delay(100)
    const back = performance.now() - since
    screen.socket.disconnect()
    phase.show(`database frozen ${seconds} s: GETs asked meanwhile`, answers.length, 'requests')
    const others = answers.filter(({ status }) => status !== 503).length
    phase.mustBeNone('of them not answered with 503', others, 'requests')
    phase.show('slowest of these answers', Math.max(...answers.map(({ ms }) => ms)), 'ms')
    phase.show('batches of positions acknowledged meanwhile', during, 'batches')
    phase.show('frames to a screen meanwhile', frames, 'frames')
    phase.show('longest silence of that screen', longestMs, 'ms')
    phase.show('until a GET was answered with 200 again', back, 'ms')
    await delay(5000)
    await judge(phase, rig)
  } finally {
    await rig.close()
  }
}
