import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../builders/house/liveHouse.ts'
import { makeMemorySink, type MemorySink } from './ways/memorySink.ts'
import {
  positionsPlatform,
  readingsPlatform,
  restPlatform,
  webhookPlatform,
  type Platform,
} from './ways/platforms.ts'

const WAYS = [
  ['request', restPlatform],
  ['callback', webhookPlatform],
  ['session', positionsPlatform],
  ['broadcast', readingsPlatform],
] as const

/** Begins sources on platforms, and ends both after each test. */
const stage = (makePlatform: () => Promise<Platform>) => {
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })
  const begin = async (memory: MemorySink = makeMemorySink(), platform?: Platform) => {
    const from = platform ?? (await makePlatform())
    if (!platform) open.push(() => from.close())
    const source = from.source()
    open.push(() => source.stop())
    await source.start(memory.sink)
    return { memory, platform: from, source }
  }
  const has = (memory: MemorySink, platform: Platform, count: number) => () =>
    Array.from({ length: count }, (_, n) => platform.idOf(n)).every((id) => memory.kept.includes(id))
  return { begin, has }
}

describe.each(WAYS)('a source by %s', (way, makePlatform) => {
  const { begin, has } = stage(makePlatform)

  it('hands over all that there is and says that it is live', async () => {
    const { memory, platform, source } = await begin()
    await until('live', () => source.status().state === 'live')
    await platform.give(0, 10)
    await until('ten records', has(memory, platform, 10))
    expect(source.status()).toMatchObject({ way, state: 'live', error: null, quarantined: 0 })
    expect(source.status().received).toBeGreaterThanOrEqual(10)
    expect(source.status().lastAt).toBeGreaterThan(0)
  })

  it('backs off in an outage without throwing, and catches up with nothing lost or doubled', async () => {
    const { memory, platform, source } = await begin()
    await until('live', () => source.status().state === 'live')
    await platform.give(0, 5)
    await until('five records', has(memory, platform, 5))
    await platform.down()
    if (way !== 'callback')
      await until('backing off', () => source.status().state === 'backing-off' && source.status().error)
    await platform.give(5, 12)
    await platform.up()
    await until('all twelve', has(memory, platform, 12))
    await until('live again', () => source.status().state === 'live' && source.status().error === null)
    if (way === 'session' || way === 'callback') expect(new Set(memory.kept).size).toBe(memory.kept.length)
  })

  it('acknowledges nothing that is not durable: what failed to be kept comes again', async () => {
    const { memory, platform, source } = await begin()
    await until('live', () => source.status().state === 'live')
    memory.state.away = true
    await platform.give(0, 4)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(memory.kept).toEqual([])
    memory.state.away = false
    await until('all four', has(memory, platform, 4))
  })
})

describe.each(WAYS)('a source by %s', (way, makePlatform) => {
  const { begin, has } = stage(makePlatform)

  it('goes on after a restart where it stopped', async () => {
    const { memory, platform, source } = await begin()
    await until('live', () => source.status().state === 'live')
    await platform.give(0, 6)
    await until('six records', has(memory, platform, 6))
    await new Promise((resolve) => setTimeout(resolve, 150))
    await source.stop()
    expect(source.status().state).toBe('stopped')
    await platform.give(6, 9)
    const again = await begin(memory, platform)
    await until('all nine', has(memory, platform, 9))
    expect(again.source.status().received).toBeLessThanOrEqual(way === 'request' ? 5 : 3)
  })

  it('puts rubbish into quarantine with its reason and goes on', async () => {
    const { memory, platform, source } = await begin()
    await until('live', () => source.status().state === 'live')
    await platform.give(0, 1)
    await platform.giveRubbish()
    await platform.give(1, 3)
    await until('the good ones', has(memory, platform, 3))
    await until('the rubbish', () => memory.rejected.length > 0)
    expect(memory.rejected[0]?.reason.length).toBeGreaterThan(10)
    if (way !== 'broadcast') expect(memory.rejected[0]).toMatchObject({ source: 's', field: 'lon' })
    expect(source.status().quarantined).toBeGreaterThan(0)
  })
})
