import { dirname } from 'node:path'
import { print } from '../parts/figure.ts'
import { citiesOf, everyOf, makeRigDatabase, type RigDatabase } from './register.ts'
import { RIG_DIR, run, shareBelow, type RunResult } from './rig.ts'
import type { Bench } from '../run.ts'

/** The obvious design falls behind within seconds: no more of it is measured. */
const BASELINE_S = 20
const GROUPS = 15

/** Positions in the database, and how many of them are different ones. */
const countStored = async (database: RigDatabase, isObvious: boolean): Promise<number> => {
  if (isObvious)
    return Number((await database.query<{ n: string }>('select count(*) as n from obvious'))[0]?.n)
  const [cold] = await database.query<{ n: string }>(
    `select case when to_regclass('track_chunks') is null then '-1' else '0' end as n`,
  )
  const text =
    cold?.n === '0'
      ? 'select coalesce(sum(points), 0) as n from track_chunks'
      : 'select count(*) as n from positions'
  return Number((await database.query<{ n: string }>(text))[0]?.n)
}

const bytesPerSecond = (result: RunResult, region: string): number =>
  (result.perScreen.find((screen) => screen.region === region)?.bytes ?? 0) / result.seconds

interface Told {
  readonly database: RigDatabase
  readonly ours: RunResult
  readonly theirs: RunResult | null
  /** Positions in the database after ours. */
  readonly stored: number
  readonly title: string
}

const showOf =
  ({ ours, theirs }: Told) =>
  (metric: string, unit: string, value: (result: RunResult) => number): void =>
    print({
      bench: 'live',
      metric,
      unit,
      value: value(ours),
      ...(theirs ? { baseline: value(theirs) } : {}),
    })

const tell = (told: Told): void => {
  const { ours, stored, title } = told
  const show = showOf(told)
  print({
    bench: 'live',
    metric: `${title}, sent`,
    value: ours.sent,
    unit: 'positions',
  })
  show('source to socket, p50', 'ms', ({ latency }) => shareBelow(latency, 0.5))
  show('source to socket, p99', 'ms', ({ latency }) => shareBelow(latency, 0.99))
  show('source to socket, longest', 'ms', ({ latency }) => shareBelow(latency, 1))
  show('rows timed', 'rows', ({ latency }) => latency.reduce((sum, each) => sum + each, 0))
  print({
    bench: 'live',
    metric: 'sent and not in the database',
    value: Math.max(0, ours.sent - stored),
    unit: 'positions',
  })
  print({
    bench: 'live',
    metric: 'in the database more than once',
    value: Math.max(0, stored - ours.sent),
    unit: 'positions',
  })
  show('server, one core is 1000', 'CPU ms/s', ({ serverCpu }) => serverCpu)
  show('database', 'CPU ms/s', ({ databaseCpu }) => databaseCpu)
  show('server memory at most', 'MiB', ({ rssBytes }) => rssBytes / 2 ** 20)
  show('last acknowledgement after the last report', 'ms', ({ acknowledgedMs }) => acknowledgedMs)
  show('the generator behind its own clock, at most', 'ms', ({ generatorLagMs }) => generatorLagMs)
  tellStreams(told)
}

const tellStreams = (told: Told): void => {
  const { database } = told
  const show = showOf(told)
  const [city = ''] = citiesOf(database.herd).toSorted(
    (a, b) => everyOf(database.herd, b).length - everyOf(database.herd, a).length,
  )
  show(
    `stream of the largest city (${everyOf(database.herd, city).length} vehicles, all moving)`,
    'KB/s',
    (result) => bytesPerSecond(result, city) / 1000,
  )
  show('stream of the province, all moving', 'KB/s', (result) => bytesPerSecond(result, '450000') / 1000)
  show(
    'snapshot of the province',
    'bytes',
    ({ perScreen }) => perScreen.find(({ region }) => region === '450000')?.snapshotBytes ?? 0,
  )
  show('gaps and skips told to screens', 'frames', ({ perScreen }) =>
    perScreen.reduce((sum, { gaps, skipped }) => sum + gaps + skipped, 0),
  )
}

/**
 * The whole live plane under load: a province's vehicles report to the real server over its database, screens watch.
 * Beside it, for some seconds, the obvious design: each position one JSON message to every screen.
 */
export const bench: Bench = async ({ rest }) => {
  const number = (name: string, otherwise: number): number => Number(rest[name] ?? otherwise)
  const [seconds, vehicles, every, screens] = [
    number('seconds', 600),
    number('vehicles', 70_000),
    number('every', 3),
    number('screens', 30),
  ]
  const database = await makeRigDatabase(RIG_DIR, vehicles, every * 1000)
  const profile = rest['profile'] ? ['--cpu-prof', `--cpu-prof-dir=${dirname(RIG_DIR)}`] : []
  try {
    const ours = await run(database, {
      design: 'product',
      seconds,
      screens,
      groups: GROUPS,
      nodeOptions: profile,
    })
    const stored = await countStored(database, false)
    const theirs = rest['alone']
      ? null
      : await run(database, {
          design: 'obvious',
          seconds: Math.min(seconds, BASELINE_S),
          screens,
          groups: GROUPS,
          nodeOptions: ['--max-old-space-size=6144'],
        })
    tell({
      database,
      ours,
      theirs,
      stored,
      title: `${vehicles} vehicles every ${every} s (${Math.round(vehicles / every)}/s) for ${seconds} s`,
    })
  } finally {
    await database.close()
  }
}
