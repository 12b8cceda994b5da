import { area, kinks } from '@turf/turf'
import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'
import { CITIES } from '../../../data/boundaries/cities.ts'
import { loadBoundaries, loadTownships } from '../../../data/boundaries/index.ts'
import { makeInside } from '../../../data/province/ground/geo.ts'

const boundaries = loadBoundaries()
const byCode = new Map(boundaries.map((boundary) => [boundary.code, boundary]))
const shape = (code: string) => ({ type: 'MultiPolygon' as const, coordinates: byCode.get(code)!.geometry })
const squareKilometres = (code: string): number => area(shape(code)) / 1e6

describe('the conversion', () => {
  it.each([
    [
      [116.403372, 39.917931],
      [116.397128, 39.916527],
    ],
    [
      [108.370615, 22.814316],
      [108.366543, 22.817002],
    ],
    [
      [104.068242, 30.657041],
      [104.065735, 30.659462],
    ],
  ] as const)('takes GCJ-02 %j to WGS-84 %j', (from, to) => {
    const [lon, lat] = gcoord.transform([...from], gcoord.GCJ02, gcoord.WGS84)
    expect(lon).toBeCloseTo(to[0], 5)
    expect(lat).toBeCloseTo(to[1], 5)
  })

  it('puts the control point of 南宁 into 青秀区 or its neighbour 兴宁区, inside 南宁市', () => {
    expect(makeInside(byCode.get('450100')!.geometry)([108.366543, 22.817002])).toBe(true)
  })
})

describe('the borders', () => {
  it('cover 14 cities and 111 counties with names and codes of GB/T 2260', () => {
    expect(boundaries.filter((boundary) => boundary.level === 'county')).toHaveLength(111)
    expect(byCode.get('450181')!.name).toBe('横州市')
    expect(byCode.get('451203')!.name).toBe('宜州区')
    expect(Object.keys(loadTownships())).toHaveLength(111)
  })

  it('are simple: nothing crosses itself', () => {
    for (const boundary of boundaries)
      expect(kinks(shape(boundary.code)).features, boundary.name).toHaveLength(0)
  })

  it('make cities and the province as sums of their counties', () => {
    const sum = (codes: string[]): number => codes.reduce((all, code) => all + squareKilometres(code), 0)
    for (const city of CITIES) {
      const counties = boundaries
        .filter((boundary) => boundary.parent === city.code)
        .map((boundary) => boundary.code)
      expect(squareKilometres(city.code) / sum(counties), city.name).toBeCloseTo(1, 9)
    }
    expect(squareKilometres('450000') / sum(CITIES.map((city) => city.code))).toBeCloseTo(1, 9)
    expect(squareKilometres('450000') / 237_600).toBeCloseTo(1, 2)
  })

  it('leave no gap between counties: the province is its mainland and islands, without holes', () => {
    for (const polygon of byCode.get('450000')!.geometry) expect(polygon).toHaveLength(1)
  })

  it('put every seat of government into its own county', () => {
    for (const boundary of boundaries.filter((each) => each.level === 'county'))
      expect(makeInside(boundary.geometry)(boundary.seat), boundary.name).toBe(true)
  })
})
