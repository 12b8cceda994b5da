import { describe, expect, it } from 'vitest'
import { unsoundPath } from '../../../../src/shared/kernel/text.ts'
import { writeFaultOf } from '../../../../server/db/faults.ts'
import { daysAround } from '../../../../server/energy/quarters/days.ts'
import { keepGood } from '../../../../server/intake/keepGood.ts'
import { makeLateRows } from '../../../../server/common/late/lateRows.ts'
import { spellPerson } from '../../../../server/common/pinyin.ts'

const fail = (code: string | undefined, name = 'error') =>
  Object.assign(new Error('index "x" (a)=(secret)'), code ? { code } : { name })

describe('what the database refuses', () => {
  const keep = async (items: readonly string[], spoils: (item: string) => Error | null) => {
    const written: string[] = []
    const refused: unknown[] = []
    const left = await keepGood({
      source: 's',
      collection: 'people',
      items: items.map((id) => ({ id })),
      write: async (some) => {
        const error = some.map(({ id }) => spoils(id)).find((one) => one !== null)
        if (error) throw error
        written.push(...some.map(({ id }) => id))
      },
      refuse: async (rejected) => void refused.push(...rejected),
    })
    return { written, refused, left }
  }
  const ids = Array.from({ length: 100 }, (_, i) => `r${i}`)

  it('for its data stands alone in quarantine, and all others are written', async () => {
    const { written, refused, left } = await keep(ids, (id) =>
      ['r0', 'r37', 'r99'].includes(id) ? fail('22003') : null,
    )
    expect(written).toHaveLength(97)
    expect(refused).toMatchObject([
      { recordId: 'r0' },
      { recordId: 'r37' },
      { recordId: 'r99', reason: expect.stringMatching(/the database cannot hold it: 22003/) },
    ])
    expect(JSON.stringify(refused)).not.toContain('secret')
    expect(left).toEqual(refused)
  })
  it('for an error of this program’s own as well; while it is away nothing is refused', async () => {
    expect(
      (await keep(ids, (id) => (id === 'r5' ? fail(undefined, 'TypeError') : null))).refused,
    ).toHaveLength(1)
    for (const code of ['57P01', '53100', '08006', 'ECONNREFUSED', '40P01', 'ENOSPC'])
      await expect(keep(ids, () => fail(code))).rejects.toThrow()
    expect(['22P05', '54000', '21000', '23502'].map((code) => writeFaultOf(fail(code)))).toEqual([
      'data',
      'data',
      'data',
      'data',
    ])
    expect([
      writeFaultOf(fail('42601')),
      writeFaultOf(new Error('Connection terminated')),
      writeFaultOf('x'),
    ]).toEqual(['own', 'away', 'away'])
  })
  it('is waited for while a table or the right to it is taken away: no record is to blame', async () => {
    for (const code of ['42P01', '42501', '3F000'])
      await expect(keep(ids, () => fail(code))).rejects.toThrow()
  })
  it('is this program’s own where Node names the error by a code', () => {
    expect(writeFaultOf(Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBe('own')
    expect(writeFaultOf(fail('ERR_IPC_CHANNEL_CLOSED'))).toBe('away')
  })
})

describe('rows that wait on the disk', () => {
  it('go on behind one that can never be written, which is given up and told once; an outage is waited for', async () => {
    const rows = new Map<number, Uint8Array>()
    let next = 1
    const spool = {
      append: async (bytes: Uint8Array) => (rows.set(next, bytes), next++),
      read: async () => [...rows].map(([sequence, bytes]) => ({ sequence, bytes })),
      forget: async (to: number) =>
        void [...rows.keys()].filter((n) => n <= to).forEach((n) => rows.delete(n)),
      close: async () => undefined,
    }
    const told: string[] = []
    const log = {
      info: () => undefined,
      warn: () => undefined,
      error: (_: object, message: string) => void told.push(message),
    }
    const written: string[] = []
    const given: string[] = []
    let outages = 1
    const late = makeLateRows<{ id: string }>({
      what: 'rows',
      log,
      open: () => spool as never,
      write: async ({ id }) => {
        if (id === 'bad') throw fail('22P05')
        if (id === 'away' && outages-- > 0) throw fail('57P01')
        written.push(id)
      },
      giveUp: async ({ id }) => void given.push(id),
    })
    for (const id of ['a', 'bad', 'away', 'b']) await late.add({ id })
    rows.set(next++, Buffer.from('no json'))
    await late.add({ id: 'c' })
    late.start()
    await late.written()
    await late.stop()
    expect([written, given, told.length]).toEqual([['a', 'away', 'b', 'c'], ['bad'], 2])
  })
})

describe('who waits for what is written', () => {
  it('does not wait for what comes behind it', async () => {
    const rows = new Map<number, Uint8Array>()
    let next = 1
    const spool = {
      append: async (bytes: Uint8Array) => (rows.set(next, bytes), next++),
      read: async () => [...rows].map(([sequence, bytes]) => ({ sequence, bytes })),
      forget: async (to: number) => void rows.delete(to),
      close: async () => undefined,
    }
    let more = true
    const late = makeLateRows<{ n: number }>({
      what: 'rows',
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      open: () => spool as never,
      write: async ({ n }) => {
        await new Promise((resolve) => setImmediate(resolve))
        if (more) await late.add({ n: n + 1 })
      },
    })
    late.start()
    await late.add({ n: 0 })
    await late.written()
    expect(rows.size).toBeGreaterThan(0)
    more = false
    await late.stop()
  })
})

describe('late days', () => {
  it('cost only the days around them, however far they lie apart', () => {
    expect(daysAround(['2026-06-10', '1970-01-01', '2026-06-11'])).toHaveLength(17 + 18)
    expect(daysAround(['2026-06-10'])).toContain('2026-06-02')
  })
})

describe('rare characters', () => {
  it('of a name are whole in its initials', () => {
    expect(unsoundPath(spellPerson('黄𠮷𠮷'))).toBeNull()
  })
})
