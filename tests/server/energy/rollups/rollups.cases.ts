import { describe, expect, it } from 'vitest'
import { ENERGY_CLASSES } from '../../../../src/shared/energy/classes.ts'
import { viewerOf } from '../../../builders/house/liveHouse.ts'
import { at, state, one, two, three, read, series, sum, checkSums } from './house.ts'

describe('roll-ups', () => {
  it('hold a total meter, its parts and what they do not explain; ratio, rollover and a changed meter counted', async () => {
    await read(one, at('08:00'), ['M', 1000], ['01A00', 100], ['01B00', 50], ['water', 5])
    await read(two, at('08:00'), ['01A00', 10], ['01D10', 9998])
    await read(three, at('08:00'), ['gas', 900], ['M', 77])
    state.now = at('08:30')
    await read(one, state.now, ['M', 1012], ['01A00', 104], ['01B00', 53], ['water', 5.5])
    await read(two, state.now, ['01A00', 10.5], ['01D10', 3])
    await read(three, state.now, ['gas', 58], ['M', 80])
    expect(await sum(`building:${one}`, 'rest:total')).toBe(5)
    expect(await sum(`building:${two}`, 'total')).toBe(20 + 5)
    expect(await sum(`building:${two}`, '01D00')).toBe(5)
    expect(await sum(`building:${three}`, 'gas')).toBe(5 + 8)
    expect(await sum('region:450000', 'total')).toBe(12 + 25 + 3)
    expect((await series(`meter:${two}-01D10`, 'total', 'day'))[0]).toMatchObject({
      kwh: 5,
      estimatedKwh: 5,
      have: 2,
    })
    await checkSums()
  })

  it('give a unit its share of its buildings, and units, empty rooms and common parts sum to the building', async () => {
    const shares = state.house.live.energy.series.shares(one)
    expect(shares.map(({ holder }) => holder)).toContain('vacant')
    let total = 0
    for (const { holder, share } of shares) if (holder.startsWith('U-')) total += share * 12
    expect(
      total + (await sum(`building:${one}`, 'vacant')) + (await sum(`building:${one}`, 'common')),
    ).toBeCloseTo(12, 9)
    const unit = shares.find(({ holder }) => holder.startsWith('U-'))!.holder
    expect(await sum(`unit:${unit}`, 'total')).toBeGreaterThan(0)
    const route = state.house.live.routes.find(({ url }) => url === '/api/energy/series')!
    const ask = (viewer: ReturnType<typeof viewerOf>, place?: string) =>
      route.handle(
        {
          params: {},
          query: { place, item: 'total', period: 'hour', from: '2026-06-15', to: '2026-06-15' },
          body: undefined,
        } as never,
        { viewer, address: '', sessionId: 's' },
      ) as Promise<any>
    const mine = viewerOf('unit-user', '450102', unit)
    expect((await ask(mine)).place).toBe(`unit:${unit}`)
    expect((await ask(mine)).points[8].kwh).toBeCloseTo(await sum(`unit:${unit}`, 'total'), 9)
    for (const place of ['region:450102', 'unit:U-450201-0', 'building:none', 'meter:none'])
      await expect(ask(mine, place)).rejects.toMatchObject({ code: 'not-found' })
    const load = await (state.house.live.routes
      .find(({ url }) => url === '/api/energy/load')!
      .handle({ params: {}, query: {}, body: undefined } as never, {
        viewer: mine,
        address: '',
        sessionId: 's',
      }) as Promise<any>)
    expect([load.unit, load.todayKwh]).toEqual([unit, await sum(`unit:${unit}`, 'total')])
  })
})

describe('roll-ups', () => {
  it('hold every 分类: heat, cold, other fuels and solar power beside electricity, water and gas, at every level', async () => {
    const classes = ENERGY_CLASSES.flatMap(({ parts }) => parts.map(({ item }) => item))
    expect(classes).toEqual(['total', 'water', 'gas', 'heat', 'cool', 'coal', 'oil', 'lpg', 'pv'])
    await read(one, at('08:00'), ['heat', 10.5], ['pv', 400])
    await read(two, at('08:00'), ['cool', 3], ['coal', 1000])
    await read(one, at('08:30'), ['heat', 12.75], ['pv', 404.5])
    await read(two, at('08:30'), ['cool', 3.125], ['coal', 1060])
    const used = { heat: 2.25, cool: 0.125, coal: 60, pv: 4.5 } as const
    for (const [item, amount] of Object.entries(used) as [keyof typeof used, number][]) {
      const building = item === 'heat' || item === 'pv' ? one : two
      expect([
        item,
        await sum('region:450000', item),
        await sum(`building:${building}`, item),
        await sum(`meter:${building}-${item}`, 'total'),
      ]).toEqual([item, amount, amount, amount])
      const shares = state.house.live.energy.series.shares(building)
      const held = await Promise.all(
        shares
          .filter(({ holder }) => holder.startsWith('U-'))
          .map(({ holder }) => sum(`unit:${holder}`, item)),
      )
      const others = shares
        .filter(({ holder }) => !holder.startsWith('U-'))
        .reduce((total, { share }) => total + share, 0)
      expect(held.reduce((total, part) => total + part, 0) + others * amount).toBeCloseTo(amount, 9)
    }
    await checkSums()
  })

  it('are corrected by a late reading at every level', async () => {
    const before = await series(`building:${one}`, 'total', 'quarter')
    await read(one, at('08:15'), ['M', 1009])
    const after = await series(`building:${one}`, 'total', 'quarter')
    expect([before[32]?.kwh, before[33]?.kwh, after[32]?.kwh, after[33]?.kwh]).toEqual([6, 6, 9, 3])
    expect(await sum('region:450000', 'total')).toBe(40)
    await checkSums()
  })

  it('say what is estimated and what is missing', async () => {
    state.now = at('10:00')
    await read(one, state.now, ['M', 1024])
    const hours = await series(`building:${one}`, 'total', 'hour')
    expect(hours[9]).toMatchObject({ kwh: 8, estimatedKwh: 8, have: 4, expected: 4 })
    const region = await series('region:450102', 'total', 'day')
    expect(region[0]!.have).toBeLessThan(region[0]!.expected)
    const marks = (await series(`meter:${one}-M`, 'total', 'quarter')).map(({ mark }) => mark).join('')
    expect(marks.slice(31, 41)).toBe('.mmeeeeee.')
    await checkSums()
  })
})
