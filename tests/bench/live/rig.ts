import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { cpuMsOfTree, startChild, type Child } from './children.ts'
import type { FromGenerator, ToGenerator } from './generator.ts'
import { citiesOf, type RigDatabase } from './register.ts'
import {
  LONGEST_MS,
  type FromScreens,
  type ScreensReport,
  type ScreensSetup,
  type ToScreens,
} from './screens.ts'
import type { FromServer, ToServer } from './serverChild.ts'

/** One run's own, removed at its end. */
export const RIG_DIR = join(import.meta.dirname, '..', '..', '..', 'data', 'var', `bench-live-${process.pid}`)

/** Who serves: the product, or the obvious design beside it. */
export type Design = 'product' | 'obvious'

export interface RunOptions {
  readonly design: Design
  readonly seconds: number
  /** How many screens, and over how many groups they are spread. */
  readonly screens: number
  readonly groups: number
  /** Options for the server's Node, e.g. a profile. */
  readonly nodeOptions?: readonly string[]
}

export interface RunResult {
  readonly sent: number
  readonly seconds: number
  readonly generatorLagMs: number
  readonly acknowledgedMs: number
  readonly latency: readonly number[]
  readonly perScreen: ScreensReport['perScreen']
  /** Processor milliseconds in a second of the run. */
  readonly serverCpu: number
  readonly databaseCpu: number
  readonly rssBytes: number
}

/** The first group is the whole province, the others are its cities; one screen of each group times every row. */
const screensOf = (database: RigDatabase, { screens, groups }: RunOptions): ScreensSetup['screens'] => {
  const regions = ['450000', ...citiesOf(database.herd)].slice(0, groups)
  return Array.from({ length: screens }, (_, i) => ({
    region: regions[i % regions.length] as string,
    measures: i < regions.length,
  }))
}

/** Each run is another platform, whose numbers begin anew. */
let platforms = 0
const environmentOf = (database: RigDatabase, port: number, design: Design): Record<string, string> =>
  design === 'obvious'
    ? { DATABASE_URL: database.url, PLATFORM: `ws://127.0.0.1:${port}` }
    : {
        PORT: '0',
        DATABASE_URL: database.url,
        GUANLAN_DATA_DIR: join(RIG_DIR, 'house'),
        GUANLAN_SOURCES: JSON.stringify([
          { way: 'session', name: `platform-${++platforms}`, url: `ws://127.0.0.1:${port}`, key: 'rig' },
        ]),
      }

/** What a run costs, looked at once a second. */
const watchCost = (server: Child<ToServer, FromServer>, databasePid: number) => {
  let rssBytes = 0
  let going = true
  const usage = async () => {
    server.send({ type: 'usage' })
    return server.next('usage')
  }
  const begun = usage().then((first) => ({ first, databaseMs: cpuMsOfTree(databasePid) }))
  const loop = (async () => {
    while (going) {
      await delay(1000)
      if (going) rssBytes = Math.max(rssBytes, (await usage()).rssBytes)
    }
  })()
  return async () => {
    const { first, databaseMs } = await begun
    going = false
    await loop
    const last = await usage()
    const seconds = (last.at - first.at) / 1000
    return {
      serverCpu: (last.cpuMs - first.cpuMs) / seconds,
      databaseCpu: (cpuMsOfTree(databasePid) - databaseMs) / seconds,
      rssBytes: Math.max(rssBytes, last.rssBytes),
    }
  }
}

/** Platform, server and screens, each a process; what it costs is looked at after a quarter of the run or five seconds. The platform reports for so many seconds, then all that is on the way is waited for. */
export const run = async (database: RigDatabase, options: RunOptions): Promise<RunResult> => {
  const generator = startChild<ToGenerator, FromGenerator>('generator.ts')
  const server = startChild<ToServer, FromServer>(
    options.design === 'product' ? 'serverChild.ts' : 'obviousChild.ts',
    options.nodeOptions,
  )
  const screens = startChild<ToScreens, FromScreens>('screens.ts', ['--max-old-space-size=4096'])
  try {
    generator.send({ type: 'setup', setup: { herd: database.herd } })
    const { port } = await generator.next('ready')
    server.send({ type: 'start', environment: environmentOf(database, port, options.design) })
    const { url, cookie } = await server.next('ready')
    screens.send({
      type: 'setup',
      setup: {
        url,
        cookie,
        herd: database.herd,
        indexes: database.indexes,
        screens: screensOf(database, options),
        speaks: options.design === 'product' ? 'frames' : 'messages',
      },
    })
    await screens.next('ready')
    generator.send({ type: 'go', seconds: options.seconds })
    const { at } = await generator.next('started')
    screens.send({ type: 'started', at })
    const warmMs = Math.min(5_000, options.seconds * 250)
    await delay(Math.max(0, at - Date.now()) + warmMs)
    const cost = watchCost(server, database.postgres.pid)
    await delay(options.seconds * 1000 - warmMs)
    const spent = await cost()
    const { sent, lagMs, acknowledgedMs } = await generator.next('done')
    await delay(1000)
    screens.send({ type: 'report' })
    const { latency, perScreen } = await screens.next('report')
    server.send({ type: 'settle' })
    await server.next('settled')
    return {
      sent,
      seconds: options.seconds,
      generatorLagMs: lagMs,
      acknowledgedMs,
      latency,
      perScreen,
      ...spent,
    }
  } finally {
    await Promise.all([screens.end(), server.end(), generator.end()])
  }
}

/** The latency below which `share` of the rows lie, ms; NaN where none came. */
export const shareBelow = (latency: readonly number[], share: number): number => {
  const all = latency.reduce((sum, each) => sum + each, 0)
  let seen = 0
  for (let ms = 0; ms <= LONGEST_MS; ms++) {
    seen += latency[ms] ?? 0
    if (all > 0 && seen >= all * share) return ms
  }
  return Number.NaN
}
