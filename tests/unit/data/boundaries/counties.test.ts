import { describe, expect, it } from 'vitest'
import {
  matchCounties,
  townshipsByCounty,
  type Division,
  type SourceCounty,
} from '../../../../data/boundaries/counties.ts'
import { box, boxRing } from './cells.ts'

const division = (code: string, name: string): Division => ({ code, name, cityCode: code.slice(0, 4) })
const county = (name: string, x: number): SourceCounty => ({
  type: 'Feature',
  properties: { name, cp: [108 + x, 22] },
  geometry: { type: 'Polygon', coordinates: [boxRing(x, 0, x + 1, 1)] },
})

const HENG = division('450181', '横州市')
const QINGXIU = division('450103', '青秀区')

describe('matchCounties', () => {
  it('gives each border the code, city and seat of its name, sorted by code', () => {
    const divisions = [HENG, QINGXIU, division('440103', '荔湾区')]
    const counties = matchCounties(divisions, [county('横州市', 1), county('青秀区', 0)])
    expect(counties).toEqual([
      { code: '450103', name: '青秀区', city: '450100', seat: [108, 22], geometry: box(0, 0, 1, 1) },
      { code: '450181', name: '横州市', city: '450100', seat: [109, 22], geometry: box(1, 0, 2, 1) },
    ])
  })

  it('keeps all parts of a county', () => {
    const islands: SourceCounty = {
      ...county('青秀区', 0),
      geometry: { type: 'MultiPolygon', coordinates: [[boxRing(0, 0, 1, 1)], [boxRing(3, 0, 4, 1)]] },
    }
    expect(matchCounties([QINGXIU], [islands])[0]!.geometry).toEqual(islands.geometry)
  })

  it('knows a county by the name that it had before', () => {
    expect(matchCounties([HENG], [county('横县', 0)])).toMatchObject([{ code: '450181', name: '横州市' }])
  })

  it('says which county has no code: one of another province has none here', () => {
    const divisions = [QINGXIU, division('440103', '荔湾区')]
    expect(() => matchCounties(divisions, [county('青秀区', 0), county('荔湾区', 1)])).toThrow(
      'county 荔湾区: no code',
    )
  })

  it('says which county has no border and which has two', () => {
    const divisions = [HENG, QINGXIU, division('450102', '兴宁区')]
    const features = [county('横县', 0), county('横州市', 1), county('兴宁区', 2)]
    expect(() => matchCounties(divisions, features)).toThrow('横州市 has 2, 青秀区 has 0, expected 1 of each')
  })
})

describe('townshipsByCounty', () => {
  it('lists the names of each county of the province in their order', () => {
    const streets = [
      { name: '新竹街道', areaCode: '450103' },
      { name: '横州镇', areaCode: '450181' },
      { name: '沙面街道', areaCode: '440103' },
      { name: '伶俐镇', areaCode: '450103' },
    ]
    expect(townshipsByCounty(streets)).toEqual({ 450103: ['新竹街道', '伶俐镇'], 450181: ['横州镇'] })
  })
})
