import { setTimeout as delay } from 'node:timers/promises'
import { SERVER_FLAGS } from '../../../server/launch/parts.ts'
import { startChild } from '../live/children.ts'
import { percentile, print } from '../parts/figure.ts'
import { probe, type Probed } from '../parts/probe.ts'
import { ATTACKS, type Counts } from './attacks.ts'
import type { DurationMs } from '../../../src/shared/kernel/units.ts'
import type { Besieged, ToBesieged } from './serverChild.ts'
import type { Bench } from '../run.ts'

const PAUSE_MS = 50
interface Place {
  readonly kind: string
  readonly children: readonly { readonly id: string; readonly measures: readonly number[] }[]
}
const ROOMS = 4

/** The addresses that a drill from the province to a room asks for. */
const drillOf = async (house: Besieged): Promise<string[]> => {
  const get = async (path: string): Promise<unknown> =>
    (await fetch(`${house.url}${path}`, { headers: { cookie: house.supervisor } })).json()
  const paths = ['/api/session', '/api/regions', '/api/vehicles/summary', '/api/alerts?limit=200']
  for (let id: string | undefined = '450000'; id !== undefined;) {
    paths.push(`/api/places/${id}`)
    const place: Place = (await get(paths.at(-1) as string)) as Place
    if (place.kind === 'building') paths.push(`/api/buildings/${id}/interior`)
    const next = place.children.find(({ measures }) => (measures[ROOMS] ?? 0) > 0)
    if (place.kind === 'floor') {
      if (next) paths.push(`/api/rooms/${next.id}`)
      return paths
    }
    id = next?.id
  }
  return paths
}

/** Drills again and again for so long. */
const drill = async (house: Besieged, paths: readonly string[], ms: DurationMs): Promise<Probed> => {
  const probed = probe({
    urls: paths.map((path) => house.url + path),
    headers: { cookie: house.supervisor },
    pauseMs: PAUSE_MS,
    localAddress: '127.0.0.1',
  })
  await delay(ms)
  return probed.stop()
}

/** The slowest read of the drill and its median, ms. */
const slowest = (paths: readonly string[], took: readonly number[]): { path: string; ms: number } => {
  const medians = paths.map((path, i) => ({
    path,
    ms: percentile(
      took.filter((_, n) => n % paths.length === i),
      0.5,
    ),
  }))
  return medians.reduce((most, one) => (one.ms > most.ms ? one : most))
}

/**
 * A supervisor's drill while the server is under attack, each attack alone and then all at once, beside the same drill at
 * rest. Loopback only, bounded by `--seconds` an attack. The walls behind one address are no attack: none may be refused.
 */
export const bench: Bench = async ({ rest }) => {
  const seconds = Number(rest['seconds'] ?? 20)
  const child = startChild<ToBesieged, Besieged>('../siege/serverChild.ts', SERVER_FLAGS)
  const house = await child.next('ready')
  const paths = await drillOf(house)
  await drill(house, paths, 3_000)
  const calm = await drill(house, paths, seconds * 1000)
  const baseline = percentile(calm.took, 0.99)
  print({ bench: 'siege', metric: 'drill at rest, p99 of a read', value: baseline, unit: 'ms' })
  const { path, ms } = slowest(paths, calm.took)
  print({
    bench: 'siege',
    metric: `drill at rest, median of its slowest read, ${path}`,
    value: ms,
    unit: 'ms',
  })
  const under = async (name: string, attacks: readonly string[]): Promise<void> => {
    const until = Date.now() + seconds * 1000
    const counts = attacks.map((): Counts => ({ done: 0, refused: 0, harmed: 0 }))
    const [{ took, failed }] = await Promise.all([
      drill(house, paths, seconds * 1000),
      ...attacks.map((attack, i) => ATTACKS[attack]?.(house, until, counts[i] as Counts)),
    ])
    const sum = (of: (one: Counts) => number): number => counts.reduce((total, one) => total + of(one), 0)
    print({
      bench: 'siege',
      metric: `drill under ${name} (${sum((one) => one.done)} done, ${sum((one) => one.refused)} refused; ${failed} of ${took.length} reads failed), p99 of a read`,
      value: percentile(took, 0.99),
      unit: 'ms',
      baseline,
    })
    if (attacks.includes('walls'))
      print({
        bench: 'siege',
        metric: `reads of 40 walls behind one address refused under ${name}`,
        value: sum((one) => one.harmed),
        unit: 'reads',
      })
  }
  for (const name of Object.keys(ATTACKS)) {
    await under(name, [name])
    await delay(1_000)
  }
  await under('all at once', Object.keys(ATTACKS))
  await child.end()
}
