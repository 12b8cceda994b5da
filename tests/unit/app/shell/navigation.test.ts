// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useNavigation, type Navigation } from '../../../../src/app/shell/navigation.ts'
import type { PlaceView, SearchHit } from '../../../../src/shared/protocol/http.ts'
import { useApi, useLedgerStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { makeStage } from '../../../builders/mount/stage.ts'

type Child = PlaceView['children'][number]
const child = (id: string, kind: Child['kind']): Child => ({ ...FIRST, id, kind })
let FIRST: Child
let navigation: Navigation

/** The screen stands in a place that has these children. */
const stand = async (place: string, children: (first: Child) => Child[]): Promise<void> => {
  const ledger = useLedgerStore()
  const view = ledger.view(place)!
  FIRST = view.children[0]!
  vi.spyOn(useApi(), 'place').mockResolvedValue({ ...view, children: children(FIRST) })
  await ledger.loadView(place)
  useViewStore().place = place
  navigation = useNavigation()
}
beforeEach(async () => {
  await makeStage('full', 'manager')
  await stand('450100', () => ['a', 'b', 'c'].map((id) => child(id, 'county')))
})
const lit = (): string | undefined => useViewStore().hovered?.id
const step = (by: 1 | -1): string | undefined => {
  navigation.step(by)
  return lit()
}

describe('a step by key', () => {
  it('lights one child after the other, round and round, in the part that shows it', () => {
    expect([step(1), step(1), step(1), step(1), step(-1)]).toEqual(['a', 'b', 'c', 'a', 'c'])
    expect(useViewStore().hovered).toEqual({ layer: 'regions', id: 'c' })
  })

  it('back from nothing lights the last', () => {
    expect(step(-1)).toBe('c')
  })

  it('lights buildings and compounds where they are drawn', async () => {
    await stand('C1', () => [child('B1', 'building')])
    expect([step(-1), useViewStore().hovered?.layer]).toEqual(['B1', 'buildings'])
    await stand('450103', () => [child('C1', 'compound')])
    expect([step(1), useViewStore().hovered?.layer]).toEqual(['C1', 'compounds'])
  })

  it('leaves what is lit in a place without children, or one that is not read yet', async () => {
    const view = useViewStore()
    view.hovered = { layer: 'vehicles', id: '7' }
    await stand('B1', () => [])
    expect(step(1)).toBe('7')
    view.place = 'unread'
    expect(step(-1)).toBe('7')
  })

  it('and Enter opens what is lit, and nothing where nothing is', async () => {
    const view = useViewStore()
    navigation.enter()
    expect(view.place).toBe('450100')
    view.hovered = { layer: 'regions', id: '450103' }
    navigation.enter()
    expect(view.place).toBe('450103')
  })
})

describe('a place that is still being read', () => {
  it('takes no step further, but a vehicle in it can be picked', () => {
    const view = useViewStore()
    view.place = 'unread'
    navigation.pick({ layer: 'regions', id: '450103' })
    expect(view.place).toBe('unread')
    navigation.pick({ layer: 'vehicles', id: '7' })
    expect(view.selection).toMatchObject({ kind: 'vehicle' })
  })
})

describe('a hit of the search', () => {
  const hit = (over: Partial<SearchHit>): SearchHit => ({
    kind: 'region',
    id: 'x',
    title: '名',
    detail: '',
    place: 'F1',
    select: null,
    lon: null,
    lat: null,
    ...over,
  })
  it.each([
    ['a room is selected on its floor', { kind: 'room', id: 'R1' }, { kind: 'room', id: 'R1' }],
    ['a person is found in the room', { kind: 'person', id: 'P1', select: 'R1' }, { kind: 'room', id: 'R1' }],
    ['a vehicle is selected', { kind: 'vehicle', id: '7' }, { kind: 'vehicle', id: '7' }],
    ['a region is opened', { kind: 'region', id: '450103' }, null],
  ] as const)('%s', (_, found, selection) => {
    navigation.hit(hit(found as Partial<SearchHit>))
    expect([useViewStore().place, useViewStore().selection]).toEqual(['F1', selection])
  })
})
