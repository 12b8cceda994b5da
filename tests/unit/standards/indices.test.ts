import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { heldTo, spread } from '#shared/indices/breaks.ts'
import { FIGURES, figureOf } from '#shared/indices/figures.ts'
import {
  CLASSES,
  classNames,
  classOf,
  classRange,
  INDEX_IDS,
  INDICES,
  indexOf,
} from '#shared/indices/indices.ts'
import {
  addMeasures,
  MEASURES,
  measuresFromArray,
  measuresToArray,
  zeroMeasures,
  type Measures,
} from '#shared/indices/measures.ts'
import { newestWholeMonth } from '#shared/kernel/time/wholeMonth.ts'
import { windowAt } from '#shared/indices/window.ts'
import { indexIdSchema } from '#shared/housing/answers/lists.ts'
import { startOfDay } from '#shared/kernel/units.ts'

const of = (part: Partial<Measures>): Measures => ({ ...zeroMeasures(), ...part })

describe('measures', () => {
  it('keep their order over the wire', () => {
    const m = of({ compounds: 1, vehicleDaysDue: 9 })
    expect(measuresToArray(m)).toHaveLength(MEASURES.length)
    expect(measuresFromArray(measuresToArray(m))).toEqual(m)
  })

  it('add up part by part', () => {
    const sum = addMeasures(zeroMeasures(), of({ rooms: 2, usableDm2: 155 }))
    addMeasures(sum, of({ rooms: 3, usableDm2: 1_000_045 }))
    expect(sum).toMatchObject({ rooms: 5, usableDm2: 1_000_200, people: 0 })
  })
})

describe('indices', () => {
  it('are one file each, and both ways of finding the files find the same', async () => {
    const { FOUND_INDICES: inBrowsers } = await import('../../../src/shared/found/browser/indices.ts')
    const { FOUND_INDICES: inNode } = await import('../../../src/shared/found/node/indices.ts')
    const ids = (list: typeof inNode): string[] => list.map(({ id }) => id).sort()
    const files = readdirSync('src/shared', { recursive: true, encoding: 'utf8' })
      .filter((file) => /^[\w-]+\/indices\/[\w-]+\.ts$/.test(file))
      .map((file) => basename(file, '.ts'))
    expect(ids(inNode)).toEqual(files.sort())
    expect(ids(inBrowsers)).toEqual(ids(inNode))
    expect(INDEX_IDS).toEqual(INDICES.map(({ id }) => id))
    expect(indexIdSchema.options).toEqual(INDEX_IDS)
  })

  it('stand in the order that the switch and its keys have had', () => {
    const kept = ['over', 'idle', 'perCapita', 'energy', 'vehicleUse', 'quality']
    expect(INDEX_IDS.filter((id) => kept.includes(id))).toEqual(kept)
    const orders = INDICES.map(({ order }) => order)
    expect(orders.every((order, at) => at === 0 || order >= orders[at - 1]!)).toBe(true)
  })

  it('know no value where there is no base', () => {
    for (const index of [...INDICES, ...FIGURES])
      expect([index.id, index.value(zeroMeasures(), 'equivalent-heat')]).toEqual([index.id, null])
  })

  it('each say formula, source and mark in both languages', () => {
    for (const index of [...INDICES, ...FIGURES]) {
      expect(
        index.formula.zh && index.formula.en && index.source.zh && index.source.en && index.name.en,
      ).toBeTruthy()
      expect('TSVMD').toContain(index.mark)
    }
  })
})

describe('the classes of indices', () => {
  it('fall into five classes, or none, as they are printed: what stands on a line keeps it', () => {
    const [over, quality] = [indexOf('over'), indexOf('quality')]
    expect([null, 0, 0.74, 0.75, 2, 2.04, 2.06, 4, 80].map((value) => classOf(over, value))).toEqual([
      -1, 0, 0, 1, 2, 2, 3, 3, 4,
    ])
    expect([97, 96.9, 90, 89.9, 80, 79].map((value) => classOf(quality, value))).toEqual([0, 1, 2, 3, 3, 4])
  })

  it('are near on one side of their reference and over on the other, by names and ranges in both languages', () => {
    for (const index of INDICES) {
      const names = classNames(index)
      expect([index.id, index.breaks[2]]).toEqual([index.id, index.reference])
      expect([names[2]?.zh, new Set(names.map(({ zh }) => zh)).size, names.every(({ en }) => en)]).toEqual([
        '接近',
        CLASSES,
        true,
      ])
      const rising = index.better === 'less' ? index.breaks : index.breaks.toReversed()
      expect(rising.every((value, i) => i === 0 || value > rising[i - 1]!)).toBe(true)
    }
    const ranges = (id: 'over' | 'quality'): string[] =>
      [0, 1, 2, 3, 4].map((klass) => classRange(indexOf(id), klass, String))
    expect(ranges('over')).toEqual(['≤ 0.7', '0.7–1.4', '1.4–2', '2–4', '> 4'])
    expect(ranges('quality')).toEqual(['≥ 97', '94–97', '90–94', '80–90', '< 80'])
  })

  it('are held to the reference in force: all breaks move along', () => {
    const over = indexOf('over')
    expect(heldTo(over, 2)).toBe(over)
    expect(heldTo(over, 1.5)).toMatchObject({ reference: 1.5, breaks: [0.5, 1, 1.5, 3] })
    expect(heldTo(over, null)).toBe(over)
  })

  it('convert electricity by the chosen basis and leave water out', () => {
    const m = of({ electricityKwh: 89_700, waterM3: 5_000, grossDm2: 100_000, energyUsers: 100 })
    expect(indexOf('energy').value(m, 'equivalent-heat')).toBeCloseTo(11.024, 3)
    expect(indexOf('energy').value(m, 'equal-value')).toBeCloseTo(27.807, 3)
    expect(figureOf('energyPerHead').value(m, 'equivalent-heat')).toBeCloseTo(110.24, 2)
    expect(figureOf('waterPerHead').value(m, 'equivalent-heat')).toBe(50)
  })
})

describe('indices', () => {
  it('take half of each distance into the use-by-class index', () => {
    const atStandard = of({
      officeTotalDm2: 900,
      serviceDm2: 800,
      equipmentDm2: 153,
      officeLimitDm2: 900,
      people: 1,
    })
    expect(figureOf('classUse').value(atStandard, 'equivalent-heat')).toBeCloseTo(100, 9)
    const officesOnly = of({ officeTotalDm2: 900, officeLimitDm2: 900, people: 1 })
    expect(figureOf('classUse').value(officesOnly, 'equivalent-heat')).toBeCloseTo((900 / 1853) * 100, 6)
  })

  it('see 100 where the area per head is what the grades allow', () => {
    expect(
      indexOf('perCapita').value(of({ officeAreaDm2: 1_800, officeLimitDm2: 1_800 }), 'equivalent-heat'),
    ).toBe(100)
  })
})

describe('breaks where most places stand in one class', () => {
  const near = (from: number, to: number, count = 100): number[] =>
    Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
  const shares = (index: ReturnType<typeof indexOf>, values: readonly number[]): number[] =>
    [0, 1, 2, 3, 4].map((klass) => values.filter((value) => classOf(index, value) === klass).length)

  it('are quantiles of the places that keep the reference; it and what is grave stay where they are', () => {
    const values = near(81, 89)
    const perCapita = spread(indexOf('perCapita'), values)
    expect(shares(indexOf('perCapita'), values)).toEqual([0, 100, 0, 0, 0])
    expect(perCapita).toMatchObject({ byQuantile: true })
    for (const share of shares(perCapita, values).slice(0, 3))
      expect(Math.abs(share - 100 / 3)).toBeLessThan(4)
    expect(perCapita.breaks.slice(2)).toEqual([100, 105])
    const quality = spread(indexOf('quality'), near(94.2, 96.8))
    expect([quality.breaks.slice(2), Math.max(...shares(quality, near(94.2, 96.8))) < 55]).toEqual([
      [90, 80],
      true,
    ])
  })

  it('call nobody near who is not half way there, and nobody over who keeps it', () => {
    const over = spread(indexOf('over'), [...near(0.1, 0.6), 1.9, 2, 2.4, 9.5])
    expect([0.1, 0.6, 1, 1.1, 2, 2.4, 9.5].map((value) => classOf(over, value))).toEqual([
      0, 1, 1, 2, 2, 3, 4,
    ])
    expect(over.breaks.slice(1)).toEqual([1, 2, 4])
    /** Many at nought are the good half. */
    const clean = spread(indexOf('over'), [...Array.from({ length: 90 }, () => 0), ...near(0.1, 0.6, 10)])
    expect([classOf(clean, 0), classOf(clean, 0.1)]).toEqual([0, 1])
    const quality = spread(indexOf('quality'), near(97.5, 99.9))
    expect([classOf(quality, 94.9), classOf(quality, 97.5), classOf(quality, 99.9)]).toEqual([2, 1, 0])
  })

  it('stay as they are where the classes tell something, where there are few places, and where none keeps it', () => {
    for (const values of [near(0, 12), near(0.1, 0.5, 5), near(2.5, 3.5), [null, null]])
      expect(spread(indexOf('over'), values)).toBe(indexOf('over'))
  })
})

const reported = (november: number) => ({
  energy: new Map([
    ['2026-10', 100],
    ['2026-11', november],
  ]),
  vehicles: new Map([
    ['2026-10', 40],
    ['2026-11', 40],
  ]),
})

const minute = (day: string, minutes = 5): number => startOfDay(day) + minutes * 60_000

describe('the months that count', () => {
  it('move only when a month is whole, or is closed on the 10th', () => {
    const at = (day: string, november: number): readonly string[] =>
      windowAt(minute(day), reported(november)).energyMonths
    expect([at('2026-11-30', 0)[0], at('2026-11-30', 0)[11]]).toEqual(['2026-10', '2025-11'])
    expect(at('2026-12-01', 0)).toEqual(at('2026-11-30', 0))
    expect(at('2026-12-04', 99)).toEqual(at('2026-11-30', 0))
    expect([at('2026-12-04', 100)[0], at('2026-12-04', 100)[11], at('2026-12-04', 100).length]).toEqual([
      '2026-11',
      '2025-12',
      12,
    ])
    expect(at('2026-12-10', 99)[0]).toBe('2026-11')
  })

  it('never hold one that nobody reported while an older one was', () => {
    expect(
      windowAt(minute('2026-12-10'), { ...reported(0), vehicles: new Map([['2026-10', 40]]) }),
    ).toMatchObject({ vehicleMonth: '2026-10' })
    expect(windowAt(minute('2026-12-10'), reported(0)).energyMonths[0]).toBe('2026-10')
    const behind = windowAt(minute('2027-01-01', 0), {
      energy: new Map([['2026-10', 100]]),
      vehicles: new Map([['2026-10', 40]]),
    })
    expect([behind.energyMonths[0], behind.energyMonths[11], behind.vehicleMonth, behind.year]).toEqual([
      '2026-10',
      '2025-11',
      '2026-10',
      2027,
    ])
  })
})

describe('the months that count', () => {
  it.each([
    [
      'a first record of the month just over, after a month that nobody reported',
      '2026-12-04',
      { '2026-11': 1, '2026-09': 40 },
      '2026-09',
    ],
    [
      'as many as before the month that nobody reported',
      '2026-12-04',
      { '2026-11': 40, '2026-09': 40 },
      '2026-11',
    ],
    ['the tenth', '2026-12-10', { '2026-11': 1, '2026-09': 40 }, '2026-11'],
    ['a month of nought records', '2026-12-04', { '2026-11': 0, '2026-10': 7, '2026-09': 40 }, '2026-10'],
    ['an older month with fewer than before it', '2026-12-04', { '2026-10': 7, '2026-09': 40 }, '2026-10'],
    ['the month under way', '2026-12-04', { '2026-12': 50, '2026-11': 40, '2026-10': 40 }, '2026-11'],
    ['January', '2027-01-02', { '2026-12': 3, '2026-11': 40 }, '2026-11'],
    ['the first record ever', '2026-12-04', { '2026-11': 1 }, '2026-11'],
  ] as const)('are those of the vehicle figures: %s', (_, day, counts, whole) => {
    const list = Object.entries(counts).map(([month, count]) => ({ month, count }))
    expect(newestWholeMonth(list, day)).toBe(whole)
    const window = windowAt(minute(day), {
      energy: new Map(Object.entries(counts)),
      vehicles: new Map(Object.entries(counts)),
    })
    expect([window.vehicleMonth, window.energyMonths[0]]).toEqual([whole, whole])
  })

  it('are asked of energy and of vehicles apart; the quota’s year is the civil one', () => {
    expect(windowAt(minute('2026-12-04'), reported(3))).toMatchObject({ vehicleMonth: '2026-11', year: 2026 })
    const january = { energy: new Map([['2026-11', 100]]), vehicles: new Map() }
    expect(windowAt(minute('2027-01-01', 0), january)).toMatchObject({ year: 2027, vehicleMonth: '2026-12' })
    expect(windowAt(minute('2027-01-01', 0), january).energyMonths[0]).toBe('2026-11')
  })
})
