import { describe, expect, it } from 'vitest'
import type { Child } from '../../../server/launch/processes/children.ts'
import { keepRunning } from '../../../server/launch/processes/keepRunning.ts'
import { makeRestarts } from '../../../server/launch/processes/restarts.ts'
import { waitForRoom } from '../../../server/launch/house/room.ts'

const MINUTE = 60_000

describe('starts after an end', () => {
  it('wait longer each time, are five within ten minutes, and are allowed again later', () => {
    const next = makeRestarts()
    expect([0, 1, 2, 3, 4].map((minute) => next(minute * MINUTE))).toEqual(
      [500, 1000, 2000, 5000, 10_000].map((waitMs, i) => ({ waitMs, number: i + 1 })),
    )
    expect(next(9 * MINUTE)).toBeNull()
    expect(next(10.5 * MINUTE)).toEqual({ waitMs: 10_000, number: 5 })
    expect(next(40 * MINUTE)).toEqual({ waitMs: 500, number: 1 })
  })
})

/** A child that ends when it is told to. */
const makeChild = (name: string): Child & { die(): void } => {
  let end: (how: string) => void = () => {}
  let hasEnded = false
  const ended = new Promise<string>((done) => (end = done))
  const die = (): void => {
    hasEnded = true
    end('SIGKILL')
  }
  return {
    title: name,
    process: {} as Child['process'],
    logFile: '/nowhere.log',
    ended,
    hasEnded: () => hasEnded,
    stop: async () => die(),
    die,
  }
}

const until = async (is: () => boolean): Promise<void> => {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('a part that is kept running', () => {
  it('is started again, work that it broke off is done anew, and one that ends too often takes the rest with it', async () => {
    const children = [makeChild('part')]
    const said: string[] = []
    const lost: string[] = []
    const start = (): Child => {
      children.push(makeChild('part'))
      return children.at(-1)!
    }
    const kept = keepRunning({
      first: children[0]!,
      start,
      ready: async () => {},
      say: (line) => said.push(line),
      lost: (line) => lost.push(line),
      isEnding: () => false,
      room: async () => {},
      rule: { most: 2, withinMs: MINUTE, waitsMs: [1] },
    })
    kept.keep()
    const tries: Child[] = []
    const work = kept.whileRunning(async (child) => {
      tries.push(child)
      if (tries.length > 1) return 'done'
      await child.ended
      throw new Error('it ended')
    })
    children[0]!.die()
    expect([await work, tries]).toEqual(['done', children.slice(0, 2)])
    children[1]!.die()
    await until(() => children.length === 3)
    children[2]!.die()
    await until(() => lost.length === 1)
    expect(said.filter((line) => line.includes('starting it again'))).toHaveLength(2)
    expect(said[0]).toMatch(/^part 意外结束 \/ ended unexpectedly \(SIGKILL\).*第 1 次.*starting it again/)
    expect(lost[0]).toMatch(/不再重启.*too often.*nowhere\.log$/)
    await expect(kept.whileRunning(() => Promise.reject(new Error('own')))).rejects.toThrow('own')
  })
})

describe('a part that is kept running', () => {
  it('whose start itself fails is tried again, and given up like one that ends', async () => {
    const child = makeChild('part')
    const said: string[] = []
    const lost: string[] = []
    const start = (): Child => {
      throw new Error('ENOSPC: no space left on device')
    }
    keepRunning({
      first: child,
      start,
      ready: async () => {},
      say: (line) => said.push(line),
      lost: (line) => lost.push(line),
      isEnding: () => false,
      room: async () => {},
      rule: { most: 2, withinMs: MINUTE, waitsMs: [1] },
    }).keep()
    child.die()
    await until(() => lost.length === 1)
    expect(said.filter((line) => line.includes('did not start: ENOSPC'))).toHaveLength(2)
  })

  it('stays down when it is stopped', async () => {
    const child = makeChild('part')
    const started: Child[] = []
    const kept = keepRunning({
      first: child,
      start: () => child,
      ready: async () => {},
      say: () => started.push(child),
      lost: () => started.push(child),
      isEnding: () => false,
      room: async () => {},
    })
    kept.keep()
    await kept.stop()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(started).toEqual([])
  })
})

describe('a part that is kept running', () => {
  it('stays down and is not missed when all is being stopped, as on Ctrl-C, which every part hears by itself', async () => {
    const child = makeChild('part')
    const said: string[] = []
    const kept = keepRunning({
      first: child,
      start: () => child,
      ready: async () => {},
      say: (line) => said.push(line),
      lost: (line) => said.push(line),
      isEnding: () => true,
      room: async () => {},
    })
    kept.keep()
    child.die()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(said).toEqual([])
  })
})

describe('a full disk', () => {
  it('is waited for, told once', async () => {
    const free = [3, 31, 500]
    const said: string[] = []
    await waitForRoom(
      '/data',
      (line) => said.push(line),
      () => false,
      () => free.shift()!,
      1,
    )
    expect([said.length, free]).toEqual([1, []])
    expect(said[0]).toMatch(/^磁盘已满,等待空间.*the disk is full, waiting/)
  })
})
