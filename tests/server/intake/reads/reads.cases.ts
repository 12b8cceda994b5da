import { describe, expect, it } from 'vitest'
import { maskPlate } from '../../../../src/shared/access/masks.ts'
import type { Viewer } from '../../../../src/shared/kernel/roles.ts'
import { makeWatchedSearch } from '../../../../server/housing/search/watch.ts'
import { SMALL_NOW } from '../../../builders/records/smallProvince.ts'
import { database, ledger, records, manager, measureOf } from './house.ts'

const find = async (q: string): Promise<string[]> =>
  (await ledger.search(manager, q, 20)).hits.map((hit) => `${hit.kind}:${hit.title}`)

describe('search', () => {
  it('finds a place by name, within its name, by pinyin and by initials', async () => {
    expect(await find('青秀')).toContain('region:青秀区')
    expect(await find('秀区')).toContain('region:青秀区')
    expect(await find('qingxiu')).toContain('region:青秀区')
    expect((await find('qxq'))[0]).toBe('region:青秀区')
    expect(await find('财政')).toContain('unit:450102财政局')
  })

  it('finds a person by name, by spelling with the surname’s reading, and by initials', async () => {
    expect(await find('单秀英')).toContain('person:单秀英')
    expect(await find('shanxiuying')).toContain('person:单秀英')
    expect(await find('sxy')).toContain('person:单秀英')
  })

  it('finds a vehicle by its plate or the end of it, and a room by number within a building', async () => {
    expect(await find('桂A0214')).toContain('vehicle:桂A02141')
    expect(await find('2141')).toContain('vehicle:桂A02141')
    const { hits } = await ledger.search(manager, '第1办公区 2号楼 003', 20)
    expect(hits.length).toBeGreaterThan(0)
    expect(hits.every((hit) => hit.title === '003' && hit.detail.includes('2号楼'))).toBe(true)
    expect(hits[0]).toMatchObject({ kind: 'room', select: hits[0]!.id })
  })
})

describe('search', () => {
  it('finds for a masked role only what the mask leaves: one more character tells nothing', async () => {
    const wall: Viewer = { account: 'a wall', role: 'wall', scope: { kind: 'region', region: '450000' } }
    const hits = async (q: string): Promise<string[]> =>
      (await ledger.search(wall, q, 50)).hits
        .filter(({ kind }) => kind === 'person' || kind === 'vehicle')
        .map(({ title }) => title)
    expect(new Set(await hits('单'))).toEqual(new Set(['单**']))
    expect(new Set(await hits('单**'))).toEqual(new Set(['单**']))
    expect((await hits('s')).length).toBeGreaterThan(0)
    expect(new Set(await hits('桂A***141'))).toEqual(new Set(['桂A**141']))
    expect(new Set(await hits('141'))).toEqual(new Set(['桂A**141']))
    expect(new Set(await hits('桂A'))).toEqual(new Set(records.vehicles.map(({ plate }) => maskPlate(plate))))
    for (const { name } of records.people.slice(0, 40))
      for (let n = 2; n <= name.length; n++)
        expect([name.slice(0, n), await hits(name.slice(0, n))]).toEqual([name.slice(0, n), []])
    for (const q of [
      'sh',
      'sx',
      'sxy',
      'shan',
      'shanxiuying',
      '桂A0',
      '桂A02141',
      'A0',
      '2141',
      '02141',
      '桂A0**141',
    ])
      expect([q, await hits(q)]).toEqual([q, []])
    const people = (await ledger.search(wall, '单', 50)).hits
      .filter(({ kind }) => kind === 'person')
      .map(({ id }) => id)
    expect(people).toEqual(people.toSorted())
  })
})

describe('search', () => {
  it('logs who looked people up in the clear, and who searches without end, whom it slows', async () => {
    const [audited, waits]: [string[], number[]] = [[], []]
    const record = async ({
      event,
      account,
      detail,
    }: {
      event: string
      account: string
      detail?: string | null
    }) => void audited.push(`${event} ${account} ${detail}`)
    const search = makeWatchedSearch({
      search: ledger.search,
      audit: { record } as never,
      clock: () => SMALL_NOW,
      wait: async (ms) => waits.push(ms),
    })
    const from = { viewer: manager, sessionId: 's', address: '' }
    for (const q of ['单', '单秀', '单秀英']) await search(from, q, 20)
    expect(audited).toEqual(['search.people someone 单*: 20 people in the clear'])
    for (let n = 0; n < 90; n++) await search(from, '无', 1)
    expect(audited.slice(1)).toEqual([expect.stringMatching(/^search\.many someone 60 searches/)])
    expect([waits.length, waits[0], waits.at(-1)]).toEqual([33, 50, 1650])
    await search({ ...from, sessionId: 'other', viewer: { ...manager, role: 'wall' } }, '单', 20)
    expect([audited.length, waits.length]).toEqual([2, 33])
  })

  it('counts all that match beside what it shows', async () => {
    const { hits, total } = await ledger.search(manager, '001', 5)
    expect(hits).toHaveLength(5)
    expect(total).toBe(records.rooms.filter((room) => room.number === '001').length)
  })
})

describe('cards', () => {
  it('says by how much, since when and by which article an office is over, and what would clear it', async () => {
    const rows = await database.pool.query<{ id: string }>(
      'select id from rooms where over_room order by over_dm2 desc limit 1',
    )
    const card = await ledger.rooms.card(manager, rows.rows[0]!.id)
    expect(card.verdict).toMatchObject({ level: 'red', rule: { article: '第十一、十二条 表3', mark: 'S' } })
    expect(card.verdict!.over).toBeGreaterThan(0)
    expect(card.neighbours.length).toBeGreaterThan(0)
    expect(card.remedies.length).toBeGreaterThan(0)
  })

  it('lists the offices over their limit, the worst first, as many as the roll-up says', async () => {
    const { rooms, total } = await ledger.listRooms(manager, {
      region: '450100',
      list: 'over',
      offset: 0,
      limit: 500,
    })
    expect(rooms).toHaveLength(total)
    expect(total).toBe(await measureOf('450100', 'overRooms'))
    const over = rooms.map((room) => room.over ?? 0)
    expect(over).toEqual([...over].sort((a, b) => b - a))
    expect(rooms.every((room) => room.level === 'red' || room.level === 'yellow')).toBe(true)
    const unit: Viewer = {
      account: 'u',
      role: 'unit-user',
      scope: { kind: 'unit', unit: 'U-450102-0', region: '450102' },
    }
    const own = await ledger.listRooms(unit, { region: '450102', list: 'all', offset: 0, limit: 500 })
    expect([own.rooms.length, own.rooms.every((room) => room.unit === 'U-450102-0')]).toEqual([
      own.total,
      true,
    ])
  })

  it('works out what a unit may have by its 编制: each grade with its limit, A, B, E, and what it uses', async () => {
    const { approved, establishment } = await ledger.units.card(manager, 'U-450102-0')
    expect(establishment.map(({ grade, count, limit }) => [grade, count, limit])).toEqual([
      ['division.chief', 1, 30],
      ['section.chief', 2, 18],
      ['staff', 20, 9],
    ])
    expect(approved.rules.map(({ article }) => article)).toEqual([
      '第十一、十二条 表3',
      '第十三条 表4',
      '设备用房(盘锦 2.3 转引)',
    ])
    expect(approved.e).toBeCloseTo((approved.a + approved.b) * 0.09, 2)
    expect(approved).toMatchObject({ a: 30 + 2 * 18 + 20 * 9, b: 23 * 8 })
    expect(approved.over).toBeCloseTo(approved.used - approved.basic, 2)
  })
})

describe('cards', () => {
  it('ranks the children of a region by an index', async () => {
    const ranking = await ledger.rankings.rank(manager, {
      region: '450000',
      index: 'over',
      basis: 'equivalent-heat',
      of: 'counties',
      limit: 200,
    })
    expect(ranking.total).toBe(3)
    const values = ranking.rows.map((row) => row.value ?? -1)
    expect(values).toEqual([...values].sort((a, b) => b - a))
  })
})

describe('units', () => {
  it('of a region are listed and counted, 441 of them and more', async () => {
    const [pattern] = records.units
    const more = Array.from({ length: 441 }, (_, i) => ({
      ...pattern!,
      id: `N-${i}`,
      name: `第${i + 1}单位`,
      role: 'user' as const,
    }))
    const before = (await ledger.units.list(manager, { region: '450000', offset: 0, limit: 1 })).total
    await ledger.ingest.accept('test', { collection: 'units', items: more })
    await ledger.ingest.settled('test')
    const { units, total } = await ledger.units.list(manager, {
      region: '450000',
      q: '单位',
      offset: 0,
      limit: 500,
    })
    expect([total, new Set(units.map(({ name }) => name)).size]).toEqual([441, 441])
    expect((await ledger.units.list(manager, { region: '450000', offset: 0, limit: 1 })).total).toBe(
      before + 441,
    )
    expect((await ledger.rankings.overview(manager, '450000')).users).toBeGreaterThan(441)
  })
})
