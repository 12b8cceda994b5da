import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeFenceIndex } from '#shared/vehicles/fences/locate.ts'
import { makeVehicleWatch } from '../../../server/vehicles/alarms/watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const house = () => {
  const asked: string[][] = []
  const said: string[] = []
  const away = new Set<string>()
  const does = async (name: string): Promise<void> => {
    if (away.has(name)) throw new Error(`${name} away`)
    said.push(name)
  }
  const watch = makeVehicleWatch({
    vehicles: { fleet: { row: () => null }, onApplied: () => undefined },
    directory: {
      now: () => ({ vehicles: [], vehicleOrdinals: new Map(), units: new Map() }),
      onReload: () => undefined,
    },
    runs: {
      between: async () => (await does('orders'), []),
      of: async (ids: string[]) => {
        asked.push(ids)
        return []
      },
    },
    facts: { load: async () => (await does('facts'), []), save: async () => does('save') },
    fences: {
      ground: async () => (await does('ground'), { fences: [], index: makeFenceIndex([]) }),
      hours: async () => (await does('hours'), []),
    },
    storms: { tell: () => void said.push('storms') },
    book: { reconcile: async () => does('book') },
    calendar: { isWorkday: () => true, isHoliday: () => false },
    regions: { path: () => [], name: (code: string) => code },
    clock: () => Date.parse('2026-11-20T10:00:00+08:00'),
    log: { error: ({ error }: { error: string }, text: string) => void said.push(`${text}: ${error}`) },
  } as never)
  return { watch, asked, said, away }
}

describe('the watch over vehicles', () => {
  it('orders whose whole reading failed are still read as changed', async () => {
    const { watch, asked, away } = house()
    away.add('orders')
    watch.ordersChanged(['1', '2'])
    await expect(watch.load()).rejects.toThrow('orders away')
    await vi.advanceTimersByTimeAsync(300)
    expect(asked).toEqual([['1', '2']])
    watch.ordersChanged(['3'])
    await vi.advanceTimersByTimeAsync(300)
    expect(asked).toEqual([['1', '2'], ['3']])
    watch.stop()
  })

  it('what cannot be read is told and holds up nothing beside it', async () => {
    const { watch, said, away } = house()
    away.add('ground')
    await watch.read()
    expect(said).toEqual(['fences could not be judged: Error: ground away', 'hours', 'orders'])
  })

  it('judges by the clock, the book before the parts of storms, until it is stopped', async () => {
    const { watch, said } = house()
    watch.start()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(said).toEqual(['book', 'storms', 'book', 'storms'])
    watch.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(said).toHaveLength(4)
  })
})
