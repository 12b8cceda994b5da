import { describe, expect, it } from 'vitest'
import { roomFacts, roomMeasures, type Sitter } from '../../../src/shared/housing/facts.ts'
import { areAdjacent, boundsOf, ringArea, toLonLat } from '../../../src/shared/housing/geometry.ts'
import { creditCodeCheck, isCreditCode } from '../../../src/shared/housing/creditCode.ts'
import { GRADES } from '../../../src/shared/housing/grades.ts'
import { isFresh, roomQuality, wholeMonthsBefore } from '../../../src/shared/housing/quality.ts'
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
import {
  approvedArea,
  areaLimitOf,
  canteenArea,
  garageArea,
  limitLevelOf,
  SERVICE_RULES,
  servicePerHead,
  serviceRuleOf,
} from '../../../src/shared/standards/officeArea.ts'

const square = (x: number, y: number, width: number, depth: number): [number, number][] => [
  [x, y],
  [x + width, y],
  [x + width, y + depth],
  [x, y + depth],
]
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

describe('办公用房建设标准 (2014) 2674号', () => {
  it('works the example of a city organ with 120 on its establishment', () => {
    const area = approvedArea('city', { 'division.chief': 1, 'division.deputy': 3, staff: 116 }, false)
    expect(area.a).toBe(1122)
    expect(area.b).toBe(960)
    expect(area.e).toBeCloseTo(187.38, 6)
    expect(area.basic).toBeCloseTo(2269.38, 6)
    expect(area.grossBasic).toBeCloseTo(3491.35, 2)
    expect(canteenArea(120)).toBeCloseTo(422, 6)
  })

  it('uses the 2014 limits and never those of the 1999 table that circulates under its number', () => {
    expect(areaLimitOf('city', 'department.chief').limit).toBe(42)
    expect(areaLimitOf('city', 'department.deputy').limit).toBe(30)
    expect(areaLimitOf('county', 'division.chief').limit).toBe(30)
    expect(areaLimitOf('county', 'division.deputy').limit).toBe(24)
    for (const level of ['central', 'province', 'city', 'county', 'township'] as const) {
      for (const grade of GRADES) expect([6, 20, 32]).not.toContain(areaLimitOf(level, grade).limit)
      expect(areaLimitOf(level, 'staff').limit).toBe(9)
    }
  })

  it('lets a grade above a table keep its highest limit, and one below share the last', () => {
    expect(areaLimitOf('county', 'department.chief').limit).toBe(30)
    expect(areaLimitOf('province', 'section.chief').limit).toBe(9)
  })

  it('has service areas that are continuous at both ends of every middle formula', () => {
    for (const rule of SERVICE_RULES) {
      expect((rule.middle.a - rule.low.upTo) / rule.middle.b).toBeCloseTo(rule.low.perHead, 9)
      expect((rule.middle.a - rule.high.from) / rule.middle.b).toBeCloseTo(rule.high.perHead, 9)
    }
    expect(servicePerHead(serviceRuleOf('city'), 300)).toBe(7)
  })

  it('keeps a city’s 科级 organs to the city’s table until their own is chosen, and then only those', () => {
    const [bureau, section] = [
      { 'division.chief': 1, 'section.chief': 3, staff: 20 },
      { 'division.chief': 0, 'section.chief': 1, 'section.deputy': 2, staff: 9 },
    ]
    expect(limitLevelOf('city', section, 'off')).toBe('city')
    expect([
      limitLevelOf('city', section, 'on'),
      limitLevelOf('city', bureau, 'on'),
      limitLevelOf('county', section, 'on'),
      limitLevelOf('city', { staff: 3 }, 'on'),
    ]).toEqual(['city-section', 'city', 'county', 'city'])
    expect(
      (['section.chief', 'section.deputy', 'staff'] as const).map((grade) => [
        areaLimitOf('city', grade).limit,
        areaLimitOf('city-section', grade).limit,
      ]),
    ).toEqual([
      [9, 18],
      [9, 12],
      [9, 9],
    ])
    expect(approvedArea('city-section', section, false).b).toBe(12 * 8)
  })

  it('marks what is not confirmed', () => {
    expect(serviceRuleOf('city').citation.mark).toBe('S')
    expect(serviceRuleOf('county').citation.mark).toBe('M')
  })

  it('counts a garage by its spaces', () => expect(garageArea(250)).toBe(200 * 40 + 50 * 38))
})

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

  it('counts idle days by the calendar of UTC+8', () => {
    expect(daysSince('2026-06-01', Date.parse('2026-06-15T16:30:00Z'))).toBe(15)
    expect([90, 91, 181].map((days) => idleWarning(days))).toEqual(['green', 'yellow', 'red'])
  })
})

describe('what would clear it', () => {
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

describe('geometry', () => {
  it('measures a ring either way round', () => {
    expect(ringArea(square(0, 0, 3, 4))).toBe(12)
    expect(ringArea(square(0, 0, 3, 4).reverse())).toBe(12)
  })

  it('knows a shared wall from a shared corner, through a partition’s thickness', () => {
    expect(areAdjacent(square(0, 0, 4, 6), square(4.2, 0, 4, 6))).toBe(true)
    expect(areAdjacent(square(0, 0, 4, 6), square(4, 6, 4, 6))).toBe(false)
    expect(areAdjacent(square(0, 0, 4, 6), square(8, 0, 4, 6))).toBe(false)
  })

  it('turns local metres to WGS-84 about the building’s origin', () => {
    const [lon, lat] = toLonLat({ lon: 108.3, lat: 22.8, rotation: 90 }, [100, 0])
    expect(lon).toBeCloseTo(108.3, 9)
    expect(lat).toBeCloseTo(22.8 + 100 / 111_195.08, 9)
    expect(
      boundsOf([
        [1, 5],
        [3, 2],
      ]),
    ).toEqual([1, 2, 3, 5])
  })
})

describe('data quality', () => {
  it('checks a unified social credit code (GB 32100-2015)', () => {
    expect(creditCodeCheck('11100000000019000')).toBe('B')
    expect(
      ['91110000600037341L', '91110000600037341A', '11100000MB0000001T', 'I1100000000019000B'].map(
        isCreditCode,
      ),
    ).toEqual([true, false, true, false])
  })

  it('takes a record as fresh for 365 days, and whole months from the calendar of UTC+8', () => {
    const now = Date.parse('2025-12-31T16:30:00Z')
    expect(isFresh(now - 365 * 86_400_000, now)).toBe(true)
    expect(isFresh(now - 366 * 86_400_000, now)).toBe(false)
    expect(wholeMonthsBefore(now, 3)).toEqual(['2025-12', '2025-11', '2025-10'])
  })
})
