/** Where it is worst: named beside the province, numbered on a wall; seats of cities; what lies over a fill. */
import { beforeEach, describe, expect, it } from 'vitest'
import { indexOf } from '../../../src/shared/indices/indices.ts'
import { measuresToArray, type Measures } from '../../../src/shared/indices/measures.ts'
import {
  PATTERNS,
  type LabelLayer,
  type PointLayer,
  type PolygonLayer,
} from '../../../src/shared/scene/layers.ts'
import { bandsOf } from '../../../src/layers/regions/bands.ts'
import { BORDERS, layer, offices, renew, REGIONS, state, viewOf } from '../app/projections/sceneInput.ts'

beforeEach(renew)

/** The two counties with so many offices over the limit, of a hundred each. */
const counties = (first: number, second: number) => {
  state.input = {
    ...state.input,
    regions: REGIONS.map((region) =>
      region.kind === 'county'
        ? { ...region, measures: offices(region.id === '450102' ? first : second, 100) }
        : region,
    ),
  }
}
const worst = () =>
  layer<LabelLayer>('labels').labels.filter(
    ({ callout, disc }) => callout !== undefined || disc !== undefined,
  )

describe('the worst counties', () => {
  it('are named outside the province, worst first in rank, with value and counts', () => {
    counties(8, 19)
    const named = worst()
    expect(named.map(({ text, detail }) => [text, detail])).toEqual([
      ['450203', '19.0% · 19/100 间'],
      ['450102', '8.0% · 8/100 间'],
    ])
    expect(named[0]!.priority).toBeGreaterThan(named[1]!.priority)
    expect(named[0]!.callout!.outside).toEqual(bandsOf(state.input))
  })

  it('are none where none is over, below the province, and to whoever sees one unit', () => {
    counties(1, 0)
    expect(worst()).toEqual([])
    counties(8, 19)
    const all = state.input
    state.input = { ...all, view: viewOf('city') }
    expect(worst()).toEqual([])
    state.input = { ...all, ownUnitOnly: true }
    expect(worst()).toEqual([])
  })

  it('are numbers on a wall, for the grave alone, in the city as well', () => {
    counties(9, 2)
    state.input = { ...state.input, isListed: true }
    expect(worst().map(({ text, at, disc }) => [text, at, disc !== undefined])).toEqual([
      ['1', [108.5, 22.5], true],
    ])
    state.input = { ...state.input, view: viewOf('city') }
    expect(worst().map(({ text }) => text)).toEqual(['1'])
    const name = layer<LabelLayer>('labels').labels.find(({ id }) => id === '450102')
    expect(name?.clearPx).toBe(worst()[0]!.disc!.radiusPx)
  })
})

describe('seats', () => {
  it('are white for each city over the province, and a dot in each county that is named', () => {
    counties(1, 9)
    const { ids, fill } = layer<PointLayer>('region-seats')
    expect(ids).toEqual(['450100', '450200', '450203'])
    expect(fill.values.slice(0, 4)).toEqual(new Uint8Array(4).fill(255))
    const city = layer<LabelLayer>('labels').labels.find(({ id }) => id === '450100')
    expect(city?.clearPx).toBeGreaterThan(0)
    state.input = { ...state.input, view: viewOf('county') }
    expect(layer<PointLayer>('region-seats').ids).toEqual([])
  })
})

describe('patterns', () => {
  const patterns = () => [...layer<PolygonLayer>('regions').pattern!.values]

  it('hatch idle space, dot what has no figure, and leave all else plain', () => {
    expect(patterns()).toEqual([PATTERNS.none, PATTERNS.none])
    state.input = { ...state.input, index: indexOf('idle') }
    expect(patterns()).toEqual([PATTERNS.hatched, PATTERNS.hatched])
    state.input = {
      ...state.input,
      regions: REGIONS.map((region) => ({ ...region, measures: measuresToArray({} as Measures) })),
    }
    expect(patterns()).toEqual([PATTERNS.dotted, PATTERNS.dotted])
    state.input = { ...state.input, view: viewOf('county') }
    expect(patterns()).toEqual([PATTERNS.none, PATTERNS.none])
  })

  it('hatch no class that the legend leaves out', () => {
    state.input = { ...state.input, index: indexOf('idle'), only: 0 }
    expect(patterns()).toEqual([PATTERNS.none, PATTERNS.none])
  })
})

describe('bands of a province', () => {
  it('reach from its west to its east at their latitude, and leave none of it out', () => {
    const bands = bandsOf(state.input)
    expect(bands[0]).toEqual([108, 22, 110, expect.closeTo(22 + 1 / 24)])
    for (const point of [...BORDERS.values()].flat(3))
      expect(
        bands.some(([w, s, e, n]) => point[0] >= w && point[0] <= e && point[1] >= s && point[1] <= n + 1e-9),
      ).toBe(true)
  })
})
