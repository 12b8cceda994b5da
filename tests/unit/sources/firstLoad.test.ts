import { afterEach, describe, expect, it, vi } from 'vitest'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { makeSubjects } from '../../../server/vehicles/alarms/subjects.ts'
import { makeLater, SELF_SETTLE_MS } from '../../../server/intake/ledger/flow.ts'
import { openArchive } from '../../../data/standin/request/archive.ts'
import { unpackBlock, writeBlock } from '../../../data/standin/request/block.ts'
import { makeBlockCache, makeEdition } from '../../../data/standin/request/edition.ts'
import { makeHandmadeProvince } from '../../builders/records/handmadeProvince.ts'

afterEach(() => void vi.useRealTimers())

describe('summing what came in bulk', () => {
  it('waits for a pause, and for as long as a source is still handing over all that it has', async () => {
    vi.useFakeTimers()
    let [pulled, summed] = [true, 0]
    const later = makeLater(
      async () => void summed++,
      () => pulled,
      () => undefined,
    )
    later.start()
    await vi.advanceTimersByTimeAsync(SELF_SETTLE_MS * 20)
    expect(summed).toBe(0)
    pulled = false
    await vi.advanceTimersByTimeAsync(SELF_SETTLE_MS)
    expect(summed).toBe(1)
    await vi.advanceTimersByTimeAsync(SELF_SETTLE_MS * 20)
    expect(summed).toBe(1)
  })
})

describe('orders as the rules read them', () => {
  const vehicles = ['A', 'B'].map((id, ordinal) => ({
    ordinal,
    id,
    unit: 'U',
    category: 'other',
    depot: 'D',
    depotLonE6: 0,
    depotLatE6: 0,
    seats: 5,
  }))
  const directory = {
    now: () => ({
      vehicles,
      vehicleOrdinals: new Map(vehicles.map(({ id, ordinal }) => [id, ordinal])),
      units: new Map(),
    }),
  }
  const order = (id: string, vehicle: string, end = 9) => ({
    id,
    vehicle,
    start: 1,
    end,
    toRegion: null,
    approval: null,
    toLon: null,
    toLat: null,
  })
  const ids = (subjects: ReturnType<typeof makeSubjects>, ordinal: number): string[] =>
    subjects.orders(ordinal).map((run) => `${(run as unknown as { id: string }).id}:${run.end}`)

  it('change one by one: a new one, another end, another vehicle, one called off', () => {
    const subjects = makeSubjects({
      directory: directory as never,
      calendar: { isWorkday: () => true, isHoliday: () => false },
      path: () => [],
    })
    subjects.setOrders([order('1', 'A'), order('2', 'A'), order('3', 'B')])
    expect([ids(subjects, 0), ids(subjects, 1)]).toEqual([['1:9', '2:9'], ['3:9']])
    subjects.changeOrders(['2', '3', '4'], [order('2', 'A', 20), order('4', 'B')])
    expect([ids(subjects, 0), ids(subjects, 1)]).toEqual([['1:9', '2:20'], ['4:9']])
    subjects.changeOrders(['4'], [order('4', 'A')])
    expect([ids(subjects, 0), ids(subjects, 1)]).toEqual([['1:9', '2:20', '4:9'], []])
  })
})

describe('the stand-in’s county files', () => {
  it('are written in pieces and read back whole, larger than a piece and in any script', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'block-'))
    try {
      const rows = Array.from({ length: 5000 }, (_, i) => ({
        key: `键${i}`,
        updatedAt: i,
        json: JSON.stringify({ id: i, 名: '青秀区🚗'.repeat(60) }),
      }))
      const path = join(dir, 'rooms.zst')
      expect(await writeBlock(path, rows)).toEqual({ count: 5000, newest: 4999 })
      const block = await unpackBlock(await readFile(path))
      expect(JSON.parse(`[${block.body.toString()}]`)).toEqual(rows.map(({ json }) => JSON.parse(json)))
      expect([block.keys().get('键4999'), block.updatedAt[4999]]).toEqual([4999, 4999])
      expect(await writeBlock(path, [])).toEqual({ count: 0, newest: 0 })
      expect((await unpackBlock(await readFile(path))).count).toBe(0)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it('are made as many at once as there are hands, and one that fails holds no other up', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'edition-'))
    let [busy, most] = [0, 0]
    const make = async (code: string) => {
      most = Math.max(most, ++busy)
      await new Promise((resolve) => setTimeout(resolve, 20))
      busy--
      if (code === '3') throw new Error('no ground')
      return { units: { count: Number(code), newest: 1 } }
    }
    const edition = makeEdition({
      dir,
      maker: { hands: 2, make, stop: () => undefined },
      cache: makeBlockCache(1000),
    })
    const counts = await Promise.allSettled(
      ['1', '2', '3', '4', '5'].map((code) => edition.summary(code, 'units')),
    )
    expect(counts.map((one) => (one.status === 'fulfilled' ? one.value.count : String(one.reason)))).toEqual([
      1,
      2,
      'Error: no ground',
      4,
      5,
    ])
    expect([busy, most]).toEqual([0, 2])
    rmSync(dir, { recursive: true })
  })
})

describe('the stand-in’s county files', () => {
  it('of another generator are made anew in their folder, and all of them are news; a later start keeps them', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'archive-'))
    const [before, now] = ['2026-11-18', '2026-11-20'].map((day) => Date.parse(`${day}T10:00:00+08:00`)) as [
      number,
      number,
    ]
    const mark = { day: '2026-11-18', now: before, floor: 0 }
    const old = join(dir, 'counties', `older-${before}`, '450102')
    mkdirSync(old, { recursive: true })
    writeFileSync(join(old, 'summary.json'), JSON.stringify({ rooms: { count: 3, newest: 1 } }))
    writeFileSync(join(dir, 'state.json'), JSON.stringify({ generator: 'older', base: mark, today: mark }))
    const open = (at: number) =>
      openArchive({ dir, seed: 1, scale: 'tiny', now: at, makeProvince: makeHandmadeProvince })
    const archive = open(now)
    const rooms = await archive.base.block('450102', 'rooms')
    expect([
      rooms.count,
      [...rooms.updatedAt].every((at) => at === now),
      archive.editionId('rooms'),
      readdirSync(join(dir, 'counties')).length,
    ]).toEqual([12, true, String(now), 1])
    archive.stop()
    const again = open(now + 3_600_000)
    expect([again.editionId('rooms'), again.editionId('orders'), again.province.options.now]).toEqual([
      String(now),
      String(now),
      now,
    ])
    again.stop()
    rmSync(dir, { recursive: true })
  })
})
