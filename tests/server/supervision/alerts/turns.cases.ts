import { describe, expect, it } from 'vitest'
import { makeAlerts } from '../../../../server/supervision/book/alertRows.ts'
import { makeAlertFacts } from '../../../../server/supervision/factRows.ts'
import { readHousingPeople } from '../../../../server/housing/units/peopleRows.ts'
import { makeAlertsService } from '../../../../server/supervision/judges.ts'
import { makeAlertBook } from '../../../../server/supervision/book/book.ts'
import { defaultRules } from '../../../../src/shared/standards/tables.ts'
import type { HousingDays } from '../../../../src/shared/supervision/housing.ts'
import type { HousingPeople } from '../../../../src/shared/supervision/housingPeople.ts'
import { until } from '../../../builders/house/liveHouse.ts'
import { house, clock, records } from './house.ts'

const nothing = async (): Promise<void> => undefined
/** The alerts service alone: nothing but its book and what it reads of the ledger is real. */
const serviceOf = (own: {
  book: ReturnType<typeof makeAlertBook>
  facts: ReturnType<typeof makeAlertFacts>
  people: (days: HousingDays) => Promise<HousingPeople>
}) =>
  makeAlertsService({
    ...own,
    vehicles: { read: nothing, judge: nothing, stop: () => undefined },
    wholeMeters: () => [],
    years: () => [],
    quarantine: { openCounts: async () => [] },
    directory: house.live.directory,
    statuses: () => [],
    shifts: { drafts: () => [] },
    province: () => undefined,
    regions: { path: () => [], name: (code: string) => code },
    calendar: { isWorkday: () => true, isHoliday: () => false },
    rules: defaultRules,
    clock: () => clock.now,
    log: { error: () => undefined },
  } as never)

describe('turns', () => {
  it('what was read before a change never overtakes what was read after it', async () => {
    const person = records.people[1] as (typeof records.people)[number]
    const away = async (status: 'retired' | 'serving', more: number): Promise<unknown> =>
      house.live.sink.accept('test', {
        kind: 'records',
        collection: 'people',
        items: [
          {
            ...person,
            ...(status === 'retired' ? { status, statusSince: '2025-08-01' } : {}),
            updatedAt: person.updatedAt + more,
          },
        ],
      })
    const facts = makeAlertFacts(house.database.db)
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const readings: string[] = []
    const book = makeAlertBook(makeAlerts(house.database.db), () => clock.now)
    const judged: number[] = []
    book.onChange((alerts) =>
      judged.push(...alerts.filter(({ rule }) => rule === 'OF-04').map(({ count }) => count)),
    )
    const slow = {
      ...facts,
      housing: async (...query: Parameters<typeof facts.housing>) => {
        const cases = await facts.housing(...query)
        readings.push(query[1] === null ? 'all' : 'changed')
        if (query[1] === null) await gate
        return cases
      },
    }
    const people = async (days: HousingDays): Promise<HousingPeople> => {
      const found = await readHousingPeople(house.database.db, days)
      readings.push('people')
      return found
    }
    const service = serviceOf({ book, facts: slow, people })
    await away('retired', 3)
    const whole = service.judgeAll()
    await until('the whole province is read', () => ['all', 'people'].every((one) => readings.includes(one)))
    await away('serving', 4)
    service.peopleChanged([person.id])
    await new Promise((resolve) => setTimeout(resolve, 500))
    open()
    await whole
    await until('the change is judged', () => readings.includes('changed') && judged.length >= 4)
    expect(judged).toEqual([1, 1, 0, 0])
    service.stop()
  })
})
