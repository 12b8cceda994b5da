import { describe, expect, it } from 'vitest'
import { regionOptions } from '../../../src/boards/common/pages/regions.ts'
import { remoteState } from '../../../src/boards/common/remoteState.ts'
import { changeLines } from '../../../src/boards/housing/panels/room-card/changes.ts'
import { roomRow } from '../../../src/boards/housing/panels/rooms/viewModel.ts'
import { AppError } from '../../../src/shared/kernel/errors.ts'
import { compareValues } from '../../../src/widgets/sorting.ts'

describe('the order of a column', () => {
  it('goes by size and by pinyin, digits as numbers, and has what is not known last', () => {
    expect([3, null, 20, 1].sort(compareValues)).toEqual([1, 3, 20, null])
    expect(['邕宁区', '青秀区', '江南区'].sort(compareValues)).toEqual(['江南区', '青秀区', '邕宁区'])
    expect(['2 号楼', '10 号楼'].sort(compareValues)).toEqual(['2 号楼', '10 号楼'])
  })
})

describe('the regions that a page may be asked for', () => {
  const rows = [
    { id: '450102', name: '兴宁区', parent: '450100' },
    { id: '450000', name: '广西', parent: null },
    { id: '450200', name: '柳州市', parent: '450000' },
    { id: '450100', name: '南宁市', parent: '450000' },
  ]
  it('stand each below the one that it belongs to', () => {
    expect(regionOptions(rows, '450000')).toEqual([
      { value: '450000', text: '广西' },
      { value: '450100', text: '　南宁市' },
      { value: '450102', text: '　　兴宁区' },
      { value: '450200', text: '　柳州市' },
    ])
  })

  it('begin with the viewer’s own, and are none before they were read', () => {
    expect(regionOptions(rows, '450100').map(({ value }) => value)).toEqual(['450100', '450102'])
    expect(regionOptions([], '450100')).toEqual([])
  })
})

describe('a room’s change log', () => {
  const names = (state: string): string => ({ idle: '闲置', 'in-use': '在用' })[state] ?? state

  it('says what became of each field, and of those who sit there their number alone', () => {
    const lines = changeLines(
      {
        before: { state: 'in-use', usableArea: 20, occupants: [{ person: 'P1', share: 1 }], unit: null },
        after: { state: 'idle', usableArea: 22.5, occupants: [], unit: 'U1' },
      },
      'zh',
      names,
    )
    expect(lines.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['state', '在用', '闲置'],
      ['usableArea', '20.00 m²', '22.50 m²'],
      ['unit', '—', 'U1'],
      ['occupants', '1', '0'],
    ])
    expect(JSON.stringify(lines)).not.toContain('P1')
  })
})

describe('a room of a list', () => {
  const room = {
    id: 'r',
    number: '301',
    floor: 'f',
    building: 'b',
    buildingName: '主楼',
    compoundName: '主楼',
    region: '450102',
    regionName: '兴宁区',
    category: 'office',
    use: '办公室',
    state: 'in-use',
    stateSince: '2026-01-01',
    idleDays: null,
    unit: null,
    unitName: null,
    occupants: 2,
    usableArea: 40,
    limit: 18,
    over: 22,
    level: 'red',
  } as const
  it('names a building of one name once, prints areas in full, and a dash where nothing applies', () => {
    const printed = roomRow(room, 'zh', (state) => state)
    expect(printed).toMatchObject({ where: '主楼', unit: '—', limit: '18.00', overBy: '22.00', days: '—' })
    expect(roomRow({ ...room, over: -3 }, 'zh', String).overBy).toBe('0.00')
    expect(roomRow({ ...room, limit: null, over: null }, 'zh', String)).toMatchObject({
      limit: '—',
      overBy: '—',
    })
  })
})

describe('what a page could not read', () => {
  const stateOf = (error: unknown, data: object | null = null) =>
    remoteState({ data: { value: data }, error: { value: error } } as never).value
  it('is refused where the role or the region forbids it, failed otherwise, and stale where an answer stands', () => {
    expect(stateOf(new AppError('forbidden', 'no'))).toBe('refused')
    expect(stateOf(new AppError('unavailable', 'no'))).toBe('error')
    expect(stateOf(new AppError('forbidden', 'no'), {})).toBe('stale')
    expect(stateOf(null)).toBe('loading')
  })
})
