import { describe, expect, it } from 'vitest'
import { indexOf } from '#shared/indices/indices.ts'
import { measuresFromArray, zeroMeasures, type Measures } from '#shared/indices/measures.ts'
import type { Alert, BuildingEnergy, RoomCard } from '#shared/protocol/http.ts'
import { warningsOf } from '../../../src/boards/common/alerts/rowsOf.ts'
import { QUARTERS, wholeQuarters } from '../../../src/boards/common/curve.ts'
import { explainIndex, explainMeasure } from '../../../src/boards/common/explain.ts'
import { partRows } from '../../../src/boards/housing/panels/area-structure/viewModel.ts'
import { qualityRows } from '../../../src/boards/supervision/panels/data-quality/viewModel.ts'
import { rankRows } from '../../../src/boards/housing/panels/index-ranking/viewModel.ts'
import { energyToday, itemRows } from '../../../src/boards/energy/panels/building-today/viewModel.ts'
import { realtyRow } from '../../../src/boards/housing/panels/realty/viewModel.ts'
import { verdictView } from '../../../src/boards/housing/panels/room-card/viewModel.ts'
import { compare, indexValues } from '../../../src/boards/supervision/panels/statistics/viewModel.ts'
import { roomOf } from '../../../src/state/stores/chosenRoom.ts'

const measures = (part: Partial<Measures>): Measures => ({ ...zeroMeasures(), ...part })

describe('ranking', () => {
  const children = [
    { id: 'a', name: 'A', measures: measures({ overRooms: 1, officeRooms: 100 }) },
    { id: 'b', name: 'B', measures: measures({}) },
    { id: 'c', name: 'C', measures: measures({ overRooms: 4, officeRooms: 100 }) },
    { id: 'd', name: 'D', measures: measures({ overRooms: 2, officeRooms: 200 }) },
  ]

  it('puts the highest first, shares a rank between equals, leaves places without a base unranked and last', () => {
    const rows = rankRows(children, indexOf('over'), 'equivalent-heat')
    expect(rows.map((row) => [row.id, row.rank, row.value])).toEqual([
      ['c', 1, 4],
      ['a', 2, 1],
      ['d', 2, 1],
      ['b', null, null],
    ])
    expect(rows[1]?.part).toBe(0.25)
  })
})

describe('reasons behind a figure', () => {
  it('gives an index its formula, source, mark, threshold and the facts that went in', () => {
    const why = explainIndex(
      indexOf('over'),
      measures({ overRooms: 3, officeRooms: 120, overAreaDm2: 4_550 }),
      'equivalent-heat',
      '青秀区',
      'zh',
      5,
    )
    expect(why).toMatchObject({
      title: '青秀区 · 超标率',
      value: '2.5% · n 120 间',
      mark: 'D',
      threshold: '2.0 %',
      at: 5,
    })
    expect(why.rows).toEqual([
      { label: '超标办公室', value: '3 间' },
      { label: '在用办公室', value: '120 间' },
      { label: '超标面积', value: '45.50 m²' },
    ])
    expect(why.source).toContain('2674')
  })

  it('prints areas in m² with two decimals from whole dm²', () => {
    expect(explainMeasure('usableDm2', measures({ usableDm2: 123_456 }), '甲', 'zh', 1).value).toBe(
      '1,234.56 m²',
    )
  })
})

describe('parts of a place', () => {
  it('splits the usable area into five categories that sum to it', () => {
    const rows = partRows(
      measures({
        usableDm2: 1_000,
        officeTotalDm2: 600,
        serviceDm2: 200,
        equipmentDm2: 100,
        auxiliaryDm2: 50,
        technicalDm2: 50,
      }),
    )
    expect(rows.map((row) => row.percent)).toEqual([60, 20, 10, 5, 5])
  })

  it('knows nothing of a place without records', () => {
    expect(qualityRows(measures({})).map((row) => row.of.base)).toEqual([0, 0, 0])
    expect(realtyRow('x', 'X', measures({})).certified).toEqual({ part: 0, base: 0 })
    expect(partRows(measures({}))[0]?.percent).toBeNull()
  })

  it('compares two places index by index', () => {
    const left = indexValues(measures({ overRooms: 5, officeRooms: 100 }), 'equivalent-heat')
    const right = indexValues(
      measures({ overRooms: 2, officeRooms: 100, idleDm2: 1, usableDm2: 10 }),
      'equivalent-heat',
    )
    const rows = compare(left, right)
    expect(rows.find((row) => row.id === 'over')).toEqual({ id: 'over', left: 5, right: 2, difference: 3 })
    expect(rows.find((row) => row.id === 'idle')).toEqual({
      id: 'idle',
      left: null,
      right: 10,
      difference: null,
    })
  })
})

describe('warnings', () => {
  const alert = (
    id: string,
    severity: Alert['severity'],
    subject: Alert['subject'],
    region: string,
    count = 1,
  ): Alert => ({
    id,
    at: 0,
    severity,
    subject,
    rule: 'OF-07',
    place: null,
    placeName: null,
    region,
    text: { zh: id, en: id },
    count,
    citation: { document: 'd', article: 'a', mark: 'D' },
  })

  it('keeps the open ones of the subject inside the regions, in the one order', () => {
    const all = [
      alert('y', 'yellow', 'housing', '1'),
      alert('r', 'red', 'housing', '1'),
      alert('g', 'green', 'housing', '1'),
      alert('v', 'red', 'vehicle', '1'),
      alert('o', 'red', 'housing', '2'),
      alert('R', 'red', 'housing', '1', 9),
    ]
    expect(warningsOf(all, 'housing', (region) => region === '1', 0).map((row) => row.id)).toEqual([
      'R',
      'r',
      'y',
    ])
  })
})

describe('a room', () => {
  it('reads the verdict as over or below and caps the bar', () => {
    const verdict = {
      limit: 18,
      over: 18,
      since: '2025-01-01',
      level: 'red' as const,
      rule: { document: 'd', article: 'a', mark: 'S' as const },
    }
    expect(verdictView({ verdict } as RoomCard)).toEqual({
      severity: 'red',
      overBy: 18,
      isOver: true,
      part: 1.5,
    })
    expect(verdictView({ verdict: { ...verdict, over: -9, level: 'green' } } as RoomCard)).toMatchObject({
      overBy: 9,
      isOver: false,
      part: 0.5,
    })
  })

  it('finds the room of a workstation', () => {
    expect(roomOf({ kind: 'workstation', id: 'w', room: 'r' })).toBe('r')
    expect(roomOf({ kind: 'vehicle', id: '1' })).toBeNull()
  })
})

describe('a building’s electricity', () => {
  const day = (value: number, until: number): (number | null)[] =>
    QUARTERS.map((_, i) => (i < until ? value : null))
  const energy = {
    items: [
      { item: 'total', name: '总表', today: day(2, 40), yesterday: day(1, 96), kw: 8 },
      { item: '01A00', name: '照明插座用电', today: day(1, 40), yesterday: day(1, 96), kw: 4 },
      { item: 'water', name: '水', today: day(9, 40), yesterday: day(9, 96), kw: null },
    ],
    asOf: Date.parse('2026-06-15T10:00:00+08:00'),
  } as BuildingEnergy

  it('compares today with yesterday up to the same quarter hour', () => {
    expect(energyToday(energy)).toMatchObject({ todayKwh: 80, yesterdayKwh: 40, nowKw: 8 })
    expect(energyToday(energy)?.today[0]).toBe(8)
    /** At 10:05 the quarter under way counts by its third; a meter that fell silent at 5 h cuts nothing of yesterday short. */
    const at = (time: string, until: number): BuildingEnergy => ({
      ...energy,
      items: [{ ...energy.items[0]!, today: day(2, until) }],
      asOf: Date.parse(`2026-06-15T${time}:00+08:00`),
    })
    expect(energyToday(at('10:05', 41))?.yesterdayKwh).toBeCloseTo(40 + 1 / 3, 9)
    expect(energyToday(at('10:05', 20))?.yesterdayKwh).toBe(40)
    expect(energyToday(at('00:05', 0))?.yesterdayKwh).toBeCloseTo(1 / 3, 9)
  })

  it('leaves the quarter hour that is still filling out of the curve', () => {
    expect(wholeQuarters([4, 4, 1, null])).toEqual([4, 4, null, null])
    expect(wholeQuarters([null])).toEqual([null])
  })

  it('lists the electric items alone', () => {
    expect(itemRows(energy)).toEqual([{ item: '01A00', name: '照明插座用电', kwh: 40 }])
  })
})

it('reads measures back in wire order', () => {
  expect(measuresFromArray([1, 2]).buildings).toBe(2)
})
