import { describe, expect, it } from 'vitest'
import gcoord from 'gcoord'
import type { LonLat } from '../../../src/shared/kernel/units.ts'
import { constantShift, windOf, type ParkedAt } from '../../../src/shared/vehicles/shift.ts'
import { makeSourceShifts } from '../../../server/intake/shifts.ts'
import { SHIFT_HYPOTHESES } from '../../../server/sources/shiftHypotheses.ts'
import { makeRandom } from '../../builders/devices/mutate.ts'

const random = makeRandom(3)
const scatter = (metres: number): number => ((random() - 0.5) * 2 * metres) / 111_320
const HOMES: LonLat[] = [
  [108.366543, 22.817002],
  [109.4, 24.3],
  [110.29, 25.27],
  [108.95, 21.97],
]
/** Twelve vehicles within 25 m of their places in four depots, as a source says that they are; one has gone to the sea. */
const fleet = (say: (place: LonLat) => LonLat, depots = 4): ParkedAt[] => [
  ...Array.from({ length: 12 }, (_, i) => {
    const home = HOMES[i % depots] as LonLat
    return { depot: String(i % depots), home, found: say([home[0] + scatter(25), home[1] + scatter(25)]) }
  }),
  { depot: '0', home: HOMES[0] as LonLat, found: [109.1, 21.4] as const },
]
type Crs = Parameters<typeof gcoord.transform>[1]
const to = (from: Crs, into: Crs) => (place: LonLat) =>
  gcoord.transform([...place] as [number, number], from, into)

describe('a constant shift', () => {
  it('is none where vehicles stand at their depots, or lie off each in its own way', () => {
    expect(
      constantShift(
        fleet((place) => place),
        SHIFT_HYPOTHESES,
      ),
    ).toBeNull()
    let turn = 0
    expect(
      constantShift(
        fleet(([lon, lat]) => [lon + 0.005 * Math.sin(turn), lat + 0.005 * Math.cos(turn++)]),
        SHIFT_HYPOTHESES,
      ),
    ).toBeNull()
  })
  it.each([
    ['gcj02-as-wgs84', to(gcoord.WGS84, gcoord.GCJ02)],
    ['bd09-as-wgs84', to(gcoord.WGS84, gcoord.BD09)],
    ['wgs84-as-gcj02', to(gcoord.GCJ02, gcoord.WGS84)],
    ['wgs84-as-bd09', to(gcoord.BD09, gcoord.WGS84)],
  ])('is found with its reason: %s', (reason, say) => {
    const shift = constantShift(fleet(say), SHIFT_HYPOTHESES)
    expect(shift).toMatchObject({ reason, vehicles: 12, depots: 4 })
    expect(shift!.metres).toBeGreaterThan(300)
  })
  it('of another kind is told without a reason, and not at all from one depot, which may itself be wrong', () => {
    const say = ([lon, lat]: LonLat): LonLat => [lon, lat - 0.009]
    expect(constantShift(fleet(say), SHIFT_HYPOTHESES)).toMatchObject({
      reason: null,
      metres: expect.closeTo(1002, -2),
      bearingDeg: 180,
    })
    expect(constantShift(fleet(say, 1), SHIFT_HYPOTHESES)).toBeNull()
    expect(windOf(350)).toEqual({ zh: '北', en: 'north' })
  })
})

describe('the watch over sources', () => {
  const night = Date.UTC(2026, 4, 1, 16, 0)
  const vehicles = HOMES.flatMap((home, d) =>
    [0, 1, 2].map((k) => ({
      ordinal: d * 3 + k,
      id: `V${d}-${k}`,
      depotLonE6: Math.round(home[0] * 1e6),
      depotLatE6: Math.round(home[1] * 1e6),
    })),
  )
  const directory = {
    now: () => ({ vehicles, vehicleOrdinals: new Map(vehicles.map(({ id, ordinal }) => [id, ordinal])) }),
  } as never
  const report = (say: (place: LonLat) => LonLat, at: number, acc = false) =>
    vehicles.map(({ id, depotLonE6, depotLatE6 }) => {
      const [lon, lat] = say([depotLonE6 / 1e6, depotLatE6 / 1e6])
      return { vehicle: id, at, lon, lat, speedKmh: 0, headingDeg: 0, acc, alarm: 0, crs: 'WGS84' as const }
    })
  it('names the source whose vehicles stood at night for half an hour off their depots, and no other', () => {
    const shifts = makeSourceShifts(directory, SHIFT_HYPOTHESES)
    for (const minute of [0, 10, 20, 30, 40]) {
      shifts.observe('crooked', report(to(gcoord.WGS84, gcoord.GCJ02), night + minute * 60_000))
      shifts.observe(
        'straight',
        report((place) => place, night + minute * 60_000),
      )
      shifts.observe('driving', report(to(gcoord.WGS84, gcoord.GCJ02), night + minute * 60_000, true))
      shifts.observe('daytime', report(to(gcoord.WGS84, gcoord.GCJ02), night + (12 * 60 + minute) * 60_000))
    }
    const at = { region: '450000', place: '450000', placeName: '广西壮族自治区', unit: null }
    expect(shifts.drafts(at, night + 3_600_000)).toMatchObject([
      {
        id: 'DQ-03:crooked',
        rule: 'DQ-03',
        text: {
          zh: expect.stringContaining('疑似将 GCJ-02 坐标当作 WGS-84 上报'),
          en: expect.stringContaining('looks like GCJ-02 sent as WGS-84'),
        },
      },
    ])
    expect(shifts.drafts(at, night + 30 * 3_600_000)).toEqual([])
  })
})
