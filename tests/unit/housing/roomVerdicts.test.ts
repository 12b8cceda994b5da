import { describe, expect, it } from 'vitest'
import { roomFacts, roomMeasures, type Sitter } from '../../../src/shared/housing/facts.ts'
import { roomQuality } from '../../../src/shared/housing/quality.ts'
import { shareOut } from '../../../src/shared/housing/shares.ts'
import { remediesFor, type RemedyRoom, type RemedySeat } from '../../../src/shared/housing/remedies.ts'
import {
  daysSince,
  idleWarning,
  seatAreas,
  verdictOf,
  warningOf,
} from '../../../src/shared/housing/verdict.ts'
import type { RoomRecord } from '../../../src/shared/protocol/platform.ts'
import { square } from './rooms.ts'

const room = (part: Partial<RoomRecord> = {}): RoomRecord => ({
  id: 'R',
  floor: 'F',
  number: '101',
  category: 'office',
  use: '办公室',
  state: 'in-use',
  stateSince: '2025-01-01',
  usableArea: 18,
  ring: square(0, 0, 3, 6),
  unit: 'U',
  occupants: [{ person: 'a', share: 1, since: '2025-03-01' }],
  workstations: [],
  updatedAt: 0,
  ...part,
})

const sitters = new Map<string, Sitter>([
  ['a', { grade: 'section.deputy', level: 'county' }],
  ['b', { grade: 'staff', level: 'county' }],
])

describe('a room', () => {
  it('is over by what lies above its occupant’s limit', () => {
    const facts = roomFacts(room({ usableArea: 21.6 }), sitters)
    expect(facts).toMatchObject({
      officeRoom: true,
      overRoom: true,
      limitDm2: 1200,
      overDm2: 960,
      stale: false,
    })
  })

  it('is weighed by shares: over as soon as one share lies above its limit', () => {
    const shared = [
      { person: 'a', share: 0.4, since: '2025-01-01' },
      { person: 'b', share: 0.6, since: '2025-01-01' },
    ]
    expect(roomFacts(room({ usableArea: 20, occupants: shared }), sitters)).toMatchObject({
      overRoom: true,
      limitDm2: 2100,
      overDm2: 300,
    })
    expect(roomFacts(room({ usableArea: 15, occupants: shared }), sitters)).toMatchObject({
      overRoom: false,
      overDm2: 0,
    })
  })

  it('has its shares rounded once: two who share 24.45 m² of 18.00 m² are 6.45 m² over', () => {
    const two = ['b', 'c'].map((person) => ({ person, share: 0.5, since: '2025-01-01' }))
    const clerks = new Map<string, Sitter>([...sitters, ['c', { grade: 'staff', level: 'county' }]])
    expect(roomFacts(room({ usableArea: 24.45, occupants: two }), clerks)).toMatchObject({
      overRoom: true,
      limitDm2: 1800,
      overDm2: 645,
      limitUse: 2445 / 1800,
    })
    const seats = two.map(({ share, since }) => ({
      grade: 'staff' as const,
      level: 'county' as const,
      share,
      since,
    }))
    expect(verdictOf(2445, '2025-01-01', seats)).toMatchObject({ limit: 18, over: 6.45, level: 'red' })
    expect(seatAreas(2445, seats).map(({ areaDm2 }) => areaDm2)).toEqual([1223, 1222])
  })
})

describe('a room', () => {
  it('gives its seats parts that sum to its area, and excesses that sum to its own, whatever the shares', () => {
    for (const [i, shares] of [
      [0.5, 0.5],
      [1 / 3, 1 / 3, 1 / 3],
      [0.33, 0.33, 0.33],
      [0.4, 0.35, 0.25],
      [0.28, 0.24, 0.24, 0.24],
      [1],
    ].entries()) {
      for (let usable = 900 + i; usable < 6000; usable += 37) {
        const seats = shares.map((share, at) => ({
          share,
          limitDm2: at === 0 ? 1800 : at === 1 ? null : 900,
        }))
        const { partsDm2, overDm2, limitUse } = shareOut(usable, seats)
        const excess = partsDm2.reduce(
          (sum, part, at) => sum + Math.max(part - (seats[at]?.limitDm2 ?? Infinity), 0),
          0,
        )
        expect([usable, partsDm2.reduce((sum, part) => sum + part, 0), excess]).toEqual([
          usable,
          usable,
          overDm2,
        ])
        expect([usable, overDm2 > 0]).toEqual([usable, (limitUse ?? 0) > 1])
      }
    }
  })

  it('is over by its area less its limits where every seat is', () => {
    for (let usable = 2701; usable < 6000; usable += 1) {
      const limits = [900, 900, 900].map((limitDm2) => ({ share: 1 / 3, limitDm2 }))
      expect(shareOut(usable, limits).overDm2).toBe(usable - 2700)
    }
  })

  it('takes shares as they are written where they do not make a whole', () => {
    expect(
      shareOut(2000, [
        { share: 0.5, limitDm2: 900 },
        { share: 0.3, limitDm2: 900 },
      ]),
    ).toEqual({ partsDm2: [1000, 600], overDm2: 100, limitUse: 1000 / 900 })
    expect(shareOut(2000, [])).toEqual({ partsDm2: [], overDm2: 0, limitUse: null })
  })
})

describe('a room', () => {
  it('is no office in use when idle, of another category, or with an occupant nobody knows', () => {
    expect(roomFacts(room({ state: 'idle', occupants: [] }), sitters).officeRoom).toBe(false)
    expect(roomFacts(room({ category: 'service', use: '会议室' }), sitters)).toMatchObject({
      officeRoom: false,
      limitDm2: null,
    })
    expect(
      roomFacts(room({ occupants: [{ person: 'x', share: 1, since: '2025-01-01' }] }), sitters),
    ).toMatchObject({ officeRoom: false, stale: true })
  })

  it('adds its area once by category and once to the whole', () => {
    const facts = roomFacts(room({ state: 'idle', occupants: [] }), sitters)
    const sums = roomMeasures({ category: 'office', state: 'idle', usableDm2: 1800, fresh: true }, facts)
    expect(sums).toMatchObject({
      rooms: 1,
      idleRooms: 1,
      idleDm2: 1800,
      officeTotalDm2: 1800,
      usableDm2: 1800,
      officeRooms: 0,
      recordsFresh: 1,
    })
  })

  it('fails the check of a drawing that is far from the ledger, and of a function outside its category', () => {
    const good = roomQuality(room(), 0)
    expect(good).toMatchObject({ failed: 0, required: 5, filled: 5 })
    expect(roomQuality(room({ usableArea: 30 }), 0).failed).toBe(1)
    expect(roomQuality(room({ use: '食堂' }), 0).failed).toBe(1)
    expect(roomQuality(room({ unit: null, occupants: [] }), 0).filled).toBe(3)
  })

  it('is yellow above its limit and red above 105 % of it', () => {
    expect([1, 1.001, 1.05, 1.0501].map((share) => warningOf(share))).toEqual([
      'green',
      'yellow',
      'yellow',
      'red',
    ])
    expect(
      verdictOf(1800, '2025-01-01', [
        { grade: 'section.deputy', level: 'county', share: 1, since: '2025-03-01' },
      ]),
    ).toMatchObject({ limit: 12, over: 6, since: '2025-03-01', level: 'red' })
    expect(
      verdictOf(1000, '2025-04-01', [
        { grade: 'section.deputy', level: 'county', share: 1, since: '2025-03-01' },
      ]),
    ).toMatchObject({ over: -2, since: '2025-04-01', level: 'green' })
    expect(verdictOf(1000, '2025-04-01', [])).toBeNull()
  })
})

describe('a room', () => {
  it('counts idle days by the calendar of UTC+8', () => {
    expect(daysSince('2026-06-01', Date.parse('2026-06-15T16:30:00Z'))).toBe(15)
    expect([90, 91, 181].map((days) => idleWarning(days))).toEqual(['green', 'yellow', 'red'])
  })
})

const seat = (
  grade: RemedySeat['grade'],
  status: RemedySeat['status'] = 'serving',
  share = 1,
): RemedySeat => ({ grade, level: 'county', share, status })

const office = (
  id: string,
  usableDm2: number,
  seats: RemedySeat[],
  part: Partial<RemedyRoom> = {},
): RemedyRoom => ({
  id,
  number: id,
  floor: 'F1',
  unit: 'U',
  state: seats.length > 0 ? 'in-use' : 'idle',
  usableDm2,
  seats,
  ...part,
})

const over = office('over', 2000, [seat('section.deputy')])

describe('what would clear it', () => {
  it('names a room whose area fits this occupant and whose occupant may have this one', () => {
    const chief = office('chief', 1200, [seat('division.deputy')])
    const clerk = office('clerk', 900, [seat('staff')])
    const found = remediesFor(over, [over, clerk, chief])
    expect(found[0]).toMatchObject({ kind: 'swap', room: 'chief' })
    expect(found[0]!.text.en).toContain('12.00 m²')
    expect(found.map((one) => one.room)).not.toContain('clerk')
  })

  it('offers an idle room, a colleague to share with, and the part to return', () => {
    const found = remediesFor(over, [office('idle', 1150, []), office('mate', 900, [seat('section.deputy')])])
    expect(found.map((one) => [one.kind, one.room])).toEqual([
      ['assign', 'idle'],
      ['share', 'mate'],
      ['partition', null],
    ])
  })

  it('lets as few colleagues share as it takes', () => {
    const hall = office('hall', 3500, [seat('staff')])
    const clerks = ['201', '202', '203', '204'].map((id) => office(id, 900, [seat('staff')]))
    const share = remediesFor(hall, clerks).find((one) => one.kind === 'share')
    expect(share?.text.zh).toBe('与 201、202、203 室的同事合用本室,腾出 3 间')
    expect(remediesFor(office('vast', 9000, [seat('staff')]), clerks).map((one) => one.kind)).toEqual([
      'partition',
    ])
  })

  it('asks for the room back when its occupant has retired, and for an idle room to be reused', () => {
    expect(remediesFor(office('r', 900, [seat('staff', 'retired')]), [])).toMatchObject([{ kind: 'return' }])
    expect(remediesFor(office('free', 1100, []), [over])).toMatchObject([
      { kind: 'assign', room: 'over' },
      { kind: 'return' },
    ])
  })

  it('says so when nothing would, and nothing when nothing is wrong', () => {
    expect(remediesFor(office('slight', 1250, [seat('section.deputy')]), [])).toMatchObject([
      { kind: 'none-found' },
    ])
    expect(remediesFor(office('fine', 1200, [seat('section.deputy')]), [])).toEqual([])
  })
})
