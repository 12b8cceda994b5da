import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFrame, type Frame } from '../../src/shared/protocol/frame.ts'
import { makeLiveHouse, startStandin, until, viewerOf, waysOf, type LiveHouse } from '../builders/liveHouse.ts'
import type { Standin } from '../../data/standin/index.ts'

let house: LiveHouse
let standin: Standin
let stopStandin: () => Promise<void>

beforeAll(async () => {
  const started = await startStandin()
  standin = started.standin
  stopStandin = started.stop
  await standin.settled()
  house = await makeLiveHouse()
  await house.start(waysOf(standin))
})
afterAll(async () => {
  await house?.close()
  await stopStandin?.()
})

const count = async (sql: string): Promise<number> => Number((await house.database.pool.query(`select count(*) as n from ${sql}`)).rows[0].n)

describe('the four ways together', () => {
  it('[XA-14] takes pages, positions and readings of a real platform into the database', async () => {
    await until('pages settled', () => house.sources[0]?.status().state === 'live', 60_000)
    expect(await count('rooms')).toBeGreaterThan(100)
    await until('positions kept', async () => (await count('positions')) > 50)
    await until('readings kept', async () => (await count('meter_state')) > 10)
    expect(house.live.runner.statuses().map(({ way, state, error }) => [way, state, error])).toEqual([
      ['request', 'live', null],
      ['session', 'live', null],
      ['broadcast', 'live', null],
    ])
  })

  it('puts them into frames on a socket', async () => {
    const socket = house.connect(viewerOf('leader', '450000'))
    const frames: Frame[] = []
    socket.on('frame', (_, bytes) => {
      const view = bytes as unknown as Uint8Array
      frames.push(readFrame(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer))
    })
    const answer = await socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450000' })
    expect(answer.ok).toBe(true)
    await until('a snapshot and two updates', () => frames.length >= 3)
    expect(frames[0]?.snapshot).toBe(true)
    expect(frames[0]?.rows).toBeGreaterThan(10)
    expect(frames[2]?.follows).toBe(frames[1]?.sequence)
  })
})
