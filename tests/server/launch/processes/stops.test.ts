import { describe, expect, it, vi } from 'vitest'
import { makeStops } from '../../../../server/launch/processes/stops.ts'

/** Stops that write down what they did. */
const makeEnd = () => {
  const said: string[] = []
  const exit = vi.fn((_status: number) => void said.push('exit'))
  const stops = makeStops((line) => said.push(line), exit)
  return { said, exit, stops }
}

describe('the end of a start', () => {
  it('stops the last that was started first, each after the other, and then leaves with the status', async () => {
    const { said, exit, stops } = makeEnd()
    for (const title of ['lock', 'database', 'server'])
      stops.add(title, async () => {
        said.push(`${title} …`)
        await new Promise((done) => setTimeout(done, 5))
        said.push(title)
      })
    expect(stops.isEnding()).toBe(false)
    stops.end(0, 'stopping')
    expect(stops.isEnding()).toBe(true)
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0), 20_000)
    const order = 'stopping|server …|server|database …|database|lock …|lock|exit'
    expect(said.join('|')).toBe(order)
  })

  it('that is asked for twice is one: the first one’s words and status count', async () => {
    const { said, exit, stops } = makeEnd()
    const stop = vi.fn()
    stops.add('server', stop)
    stops.end(1, 'the database cannot be started again')
    stops.end(0, 'stopping')
    await vi.waitFor(() => expect(exit).toHaveBeenCalledOnce(), 20_000)
    expect([exit.mock.calls, stop.mock.calls.length, said]).toEqual([
      [[1]],
      1,
      ['the database cannot be started again', 'exit'],
    ])
  })

  it('goes on past a part that cannot be stopped, and says so', async () => {
    const { said, exit, stops } = makeEnd()
    const release = vi.fn()
    stops.add('lock', release)
    stops.add('database', () => Promise.reject(new Error('it does not answer')))
    stops.end(0, null)
    await vi.waitFor(() => expect(exit).toHaveBeenCalledOnce(), 20_000)
    expect([said, release.mock.calls.length]).toEqual([['database: it does not answer', 'exit'], 1])
  })
})
