/** What is wrong with the data, as an alert says it: in words, by what a source brings and what its records are. */
import { describe, expect, it } from 'vitest'
import { makeDataWatch, type DataWatchDeps } from '../../../server/supervision/data.ts'
import type { AlertDraft } from '../../../src/shared/supervision/alert.ts'

type Fault = Awaited<ReturnType<DataWatchDeps['quarantine']['openCounts']>>[number]
const turnedAway = async (fault: Partial<Fault>): Promise<AlertDraft> => {
  const watch = makeDataWatch({
    quarantine: {
      openCounts: async () => [{ source: 'pages', collection: 'rooms', count: 3, sample: null, ...fault }],
    },
    statuses: () => [
      { name: 'pages', brings: 'ledger', state: 'live' },
      { name: 'gate-3', brings: 'positions', state: 'live' },
    ],
    shifts: { drafts: () => [] },
    province: () => ({ code: '450000', name: '广西' }),
    calendarState: () => ({ until: '2027-12-31', faults: [] }),
    rules: () => ({ away: { yellowMs: 1, redMs: 2 } }),
    clock: () => Date.UTC(2026, 0, 5),
  } as unknown as DataWatchDeps)
  return (await watch.drafts())!.find(({ rule }) => rule === 'DQ-01')!
}

describe('records that were turned away', () => {
  it('are told by what their source brings and what they are, and found by its id', async () => {
    expect(await turnedAway({})).toMatchObject({
      id: 'DQ-01:pages:rooms',
      text: {
        zh: '台账·房间与工位有 3 条记录未过校验',
        en: 'ledger, rooms and workstations: 3 records failed validation',
      },
    })
    expect((await turnedAway({ source: 'gate-3', collection: 'positions', sample: 'V1' })).text).toEqual({
      zh: '车辆位置有 3 条记录未过校验,如 V1',
      en: 'vehicle positions: 3 records failed validation, e.g. V1',
    })
  })

  it('carry no id to the screen where neither is known', async () => {
    const { text } = await turnedAway({ source: 'old-gate', collection: 'gone-things' })
    expect(Object.values(text).join()).not.toMatch(/old-gate|gone-things/)
  })
})
