/** How long the house takes to say that it lives. */
import { setTimeout as delay } from 'node:timers/promises'
import { percentile, print } from '../parts/figure.ts'
import { probe, type Probed } from '../parts/probe.ts'
import type { House } from './house.ts'
import { watchLoad } from './load.ts'

const REST_S = 10
export const figure = (metric: string, value: number, unit: string, baseline?: number): void =>
  print({ bench: 'poison', metric, value, unit, ...(baseline === undefined ? {} : { baseline }) })

const PROBE_MS = 20
/** Of its own: what the poison's addresses may not do is not asked here. */
const PROBE_ADDRESS = '127.0.0.2'
/** How long `/healthz` takes until `stop` is called, ms. */
export const probeHealth = (url: string): ReturnType<typeof probe> =>
  probe({ urls: [`${url}/healthz`], headers: {}, pauseMs: PROBE_MS, localAddress: PROBE_ADDRESS })

export const healthAt = async (
  house: House,
  when: string,
  stop: () => Promise<Probed>,
  baseline?: number,
): Promise<number> => {
  const { took, failed } = await stop()
  house.child.send({ type: 'pauses' })
  const pauses = await house.child.next('pauses')
  const p99 = percentile(took, 0.99)
  figure(`/healthz ${when}, p99 of ${took.length}`, p99, 'ms', baseline)
  figure(`/healthz ${when}, longest`, Math.max(...took), 'ms')
  figure(`/healthz ${when}, not answered with 200`, failed, 'probes', 0)
  figure(`the server's own event loop ${when}, p99 of its pauses`, pauses.p99, 'ms')
  figure(`the server's own event loop ${when}, longest pause`, pauses.max, 'ms')
  return p99
}

/** The same probe of the same server once nothing comes any more. */
export const lookAtRest = async (house: House, under: number): Promise<void> => {
  house.child.send({ type: 'pauses' })
  await house.child.next('pauses')
  const loaded = watchLoad('poison', 'at rest')
  const health = probeHealth(house.url)
  await delay(REST_S * 1_000)
  const calm = await healthAt(house, 'at rest afterwards', () => health.stop())
  loaded()
  figure('/healthz p99 at rest (baseline: under poison)', calm, 'ms', under)
}
