// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { crumbsOf } from '../../../../src/app/shell/crumbs.ts'
import type { SceneInput } from '../../../../src/projections/input.ts'
import type { PlaceView, RegionRow } from '../../../../src/shared/protocol/http.ts'
import { INTERIOR } from '../projections/sceneInput.ts'

const region = (id: string, kind: RegionRow['kind'], parent: string | null): RegionRow =>
  ({ id, kind, name: `名${id}`, parent }) as RegionRow
const REGIONS = [
  region('P', 'province', null),
  region('C1', 'city', 'P'),
  region('C2', 'city', 'P'),
  region('K1', 'county', 'C1'),
  region('K2', 'county', 'C1'),
  region('K3', 'county', 'C2'),
]
const step = (id: string, kind: string) => ({ id, kind, name: `名${id}` })
const PATH = [step('P', 'province'), step('C1', 'city'), step('K1', 'county')]
const input = (over: object): SceneInput =>
  ({
    regions: REGIONS,
    interior: null,
    selection: null,
    view: { path: PATH },
    ...over,
  }) as unknown as SceneInput
const beside = (of: SceneInput, viewOf?: (id: string) => PlaceView | null): [string, string[]][] =>
  crumbsOf(of, () => '工位', viewOf).map((crumb) => [crumb.name, crumb.beside.map(({ id }) => id)])

describe('the way here', () => {
  it('has beside each region those of the one above, and at the top what lies within', () => {
    expect(beside(input({}))).toEqual([
      ['名P', ['C1', 'C2']],
      ['名C1', ['C1', 'C2']],
      ['名K1', ['K1', 'K2']],
    ])
  })

  it('has beside a compound those of its county, once the county was read', () => {
    const open = input({ view: { path: [...PATH, step('B1', 'compound')] } })
    expect(beside(open).at(-1)).toEqual(['名B1', []])
    const county = { children: [step('B1', 'compound'), step('B2', 'compound')] } as unknown as PlaceView
    expect(beside(open, (id) => (id === 'K1' ? county : null)).at(-1)).toEqual(['名B1', ['B1', 'B2']])
  })

  it('goes on to the room and the desk that are selected, each with those beside it', () => {
    const floor = INTERIOR.floors.find(({ rooms }) => rooms.some(({ desks }) => desks.length > 0))!
    const room = floor.rooms.find(({ desks }) => desks.length > 0)!
    const view = { path: [...PATH, step(floor.id, 'floor')] }
    const selection = { kind: 'workstation', id: room.desks[0]!.id, room: room.id }
    expect(beside(input({ view, interior: INTERIOR, selection })).slice(-2)).toEqual([
      [room.number, floor.rooms.map(({ id }) => id)],
      [`工位 ${room.desks[0]!.code}`, room.desks.map(({ id }) => id)],
    ])
  })
})
