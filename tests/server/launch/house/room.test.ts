import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchRoom } from '../../../../server/launch/house/room.ts'
import { MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the room on the disk', () => {
  it('that runs out is told once, and again only after there was some', () => {
    let free = 1000
    const said: string[] = []
    const stop = watchRoom(
      '/data',
      (line) => said.push(line),
      () => free,
    )
    const pass = (left: number): number => {
      free = left
      vi.advanceTimersByTime(MINUTE_MS)
      return said.length
    }
    expect([pass(150), pass(149), pass(20)]).toEqual([0, 1, 1])
    expect(said).toEqual(['磁盘将满:/data 仅剩 149 MiB / the disk is nearly full: 149 MiB left in /data'])
    expect([pass(200), pass(149)]).toEqual([1, 2])
    pass(200)
    stop()
    expect(pass(0)).toBe(2)
  })
})
