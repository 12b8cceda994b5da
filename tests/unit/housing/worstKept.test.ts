/** The worst place of a region is looked for once, and again only where what it rests on changed. */
import { describe, expect, it, vi } from 'vitest'
import { makeWorst } from '../../../server/housing/measures/worst.ts'
import { measuresToArray, type Measures } from '../../../src/shared/indices/measures.ts'
import { DEFAULT_TABLES } from '../../../src/shared/standards/tables.ts'

const REGIONS: Readonly<Record<string, string | null>> = {
  450000: null,
  450100: '450000',
  450102: '450100',
  450200: '450000',
}
const viewer = { scope: { kind: 'region', region: '450000' } } as never
const offices = (over: number): number[] =>
  measuresToArray({ overRooms: over, officeRooms: 100 } as Partial<Measures>)

const house = () => {
  const state = { over: 5, now: 1000, unit: null as string | null, isDown: false }
  const row = (id: string) => ({ id, name: id, measures: offices(state.over) })
  const dotsIn = vi.fn(async () => {
    if (state.isDown) throw new Error('the database is away')
    return [row('C1')]
  })
  const worst = makeWorst({
    tree: {
      get: (code: string) => (code in REGIONS ? { code, name: code, parent: REGIONS[code] } : undefined),
      subtree: (code: string) => [code],
    } as never,
    scope: { requireRegion: () => undefined, unit: () => state.unit } as never,
    places: {
      dotsIn,
      compound: async () => ({ county: '450102' }),
      buildingsOf: async () => [row('B1')],
      floorsOf: async () => [{ ...row('F1'), label: '1F', level: 1 }],
    } as never,
    rules: () => DEFAULT_TABLES,
    clock: () => state.now,
  })
  const ask = (region: string) =>
    worst.find(viewer, { region, index: 'over', basis: 'equivalent-heat' } as never)
  return { state, worst, ask, looked: () => dotsIn.mock.calls.length }
}
const changed = (...ids: string[]) => ids.map((id) => ({ kind: 'region' as const, id }))

describe('the worst place that is kept', () => {
  it('is looked for once however often it is asked, and told as of each asking', async () => {
    const { state, ask, looked } = house()
    const first = await ask('450100')
    state.now = 2000
    const [again] = await Promise.all([ask('450100'), ask('450100')])
    expect([looked(), first.asOf, again.asOf, again.steps]).toEqual([1, 1000, 2000, first.steps])
    await ask('450200')
    expect(looked()).toBe(2)
    state.unit = 'U1'
    expect([(await ask('450100')).steps, looked()]).toEqual([[], 2])
  })

  it('is looked for anew where the ledger changed within its region, and everywhere once the rules did', async () => {
    const { state, worst, ask, looked } = house()
    await ask('450100')
    await ask('450200')
    state.over = 8
    worst.ledgerChanged(changed('450102', '450100', '450000'))
    expect((await ask('450100')).steps[0]!.value).toBe(8)
    expect([(await ask('450200')).steps[0]!.value, looked()]).toEqual([5, 3])
    worst.forget()
    expect([(await ask('450200')).steps[0]!.value, looked()]).toEqual([8, 4])
  })

  it('is not kept where it could not be read', async () => {
    const { state, ask, looked } = house()
    state.isDown = true
    await expect(ask('450100')).rejects.toThrow('away')
    state.isDown = false
    expect([(await ask('450100')).steps.length, looked()]).toEqual([3, 2])
  })
})
