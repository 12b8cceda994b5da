// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import AlertDrawer from '../../../../../src/app/frame/alert/AlertDrawer.vue'
import { housingContracts } from '../../../../../src/shared/housing/routes.ts'
import type {
  Alert,
  Interior,
  InteriorFloorRow,
  InteriorRoomRow,
} from '../../../../../src/shared/protocol/http.ts'
import { alertRowsContracts } from '../../../../../src/shared/supervision/rowRoutes.ts'
import type { AlertRow, AlertRows } from '../../../../../src/shared/supervision/rows/answers.ts'
import { useUiStore, useViewStore } from '../../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../../builders/mount/given.ts'
import { all, one, pressOn, read, readAll, saying } from '../../../../builders/mount/hand.ts'
import { NOW, PATH } from '../../../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../../../builders/mount/part.ts'
import { makeStage, refusal, settled, speak, type Stage } from '../../../../builders/mount/stage.ts'

/** A page without layout tells no sizes: a plan's box is as large as on a wall. */
class PlanObserver {
  readonly #tell: ResizeObserverCallback
  constructor(tell: ResizeObserverCallback) {
    this.#tell = tell
  }
  observe(target: Element): void {
    if (!target.classList.contains('plan')) return
    const [inlineSize, blockSize] = [900, 400]
    const entry = {
      target,
      contentRect: new DOMRect(0, 0, inlineSize, blockSize),
      contentBoxSize: [{ inlineSize, blockSize }],
    }
    this.#tell([entry as unknown as ResizeObserverEntry], this as unknown as ResizeObserver)
  }
  unobserve(): void {}
  disconnect(): void {}
}
beforeAll(() => vi.stubGlobal('ResizeObserver', PlanObserver))
afterAll(() => vi.unstubAllGlobals())
const { keep, leave } = useMounted({ sound: true })

const OVER: Alert = {
  id: 'OF-07:450103',
  at: NOW,
  severity: 'red',
  subject: 'housing',
  rule: 'OF-07',
  place: '450103',
  placeName: '青秀区',
  region: '450103',
  text: { zh: '青秀区:2 间办公室超过核定面积', en: 'Qingxiu: 2 offices over' },
  count: 2,
  citation: { document: '某办法', article: '第三条', mark: 'T' },
  dueAt: null,
}
const row = (number: string, floor: string, part: Partial<AlertRow> = {}): AlertRow => ({
  id: `R${number}`,
  severity: 'red',
  opens: { kind: 'room', id: `R${number}`, at: floor },
  name: number,
  unit: { id: 'U1', name: '教育局' },
  compound: '一号院',
  building: '一号楼',
  person: '韦**',
  grade: '正科级',
  found: 26.5,
  limit: 18,
  amount: 8.5,
  since: NOW,
  dueAt: null,
  detail: null,
  ...part,
})
const R614 = row('614', 'F6')
const R512 = row('512', 'F5', { severity: 'yellow', found: 12.3, limit: 12, amount: 0.3 })
const told = (part: Partial<AlertRows> = {}): AlertRows => ({
  alert: OVER,
  name: { zh: '办公用房超标准', en: 'Office over its limit' },
  formula: null,
  kind: 'room',
  counts: { zh: '间', en: 'rooms', one: 'room' },
  amount: { name: { zh: '超出', en: 'over' }, unit: { zh: 'm²', en: 'm²' }, decimals: 1 },
  total: 2,
  grades: [],
  rows: [R614, R512],
  next: null,
  masked: true,
  asOf: NOW,
  ...part,
})

const ROOM_M = 6
const room = (number: string, bay: number, part: Partial<InteriorRoomRow> = {}): InteriorRoomRow => {
  const [west, east] = [bay * ROOM_M, (bay + 1) * ROOM_M]
  return {
    id: `R${number}`,
    number,
    category: 'office',
    use: '办公室',
    state: 'in-use',
    idleDays: null,
    usableArea: 17,
    limit: 18,
    limitUse: 17 / 18,
    unit: 'U1',
    unitName: '教育局',
    occupants: 1,
    ring: [
      [west, 0],
      [east, 0],
      [east, 8],
      [west, 8],
    ],
    desks: [],
    ...part,
  }
}
const FREE = { limit: null, limitUse: null, occupants: 0 } as const
const floor = (level: number, rooms: InteriorRoomRow[]): InteriorFloorRow => ({
  id: `F${level}`,
  level,
  label: `${level} 层`,
  elevation: level * 3.6,
  height: 3.6,
  plan: 'schematic',
  outline: [
    [0, 0],
    [24, 0],
    [24, 8],
    [0, 8],
  ],
  corridors: [],
  cores: [],
  measures: [],
  rooms,
})
const HOUSE: Interior = {
  building: 'B1',
  name: '一号楼',
  origin: [108.3, 22.8],
  rotation: 0,
  floors: [
    floor(5, [room('511', 0), room('512', 1, { usableArea: 12.3, limit: 12, limitUse: 1.025 })]),
    floor(6, [
      room('612', 0),
      room('614', 1, { usableArea: 26.5, limitUse: 26.5 / 18 }),
      room('615', 2, { ...FREE, state: 'idle', idleDays: 172 }),
      room('616', 3, { ...FREE, category: 'service', use: '会议室' }),
    ]),
  ],
  asOf: NOW,
}
const REMEDIES = [
  { kind: 'partition', room: null, number: null, text: { zh: '隔出 8.5 m²', en: 'wall off 8.5 m²' } },
  { kind: 'swap', room: 'R608', number: '608', text: { zh: '与 608 室互换', en: 'a swap with room 608' } },
] as const

/** The drawer over the county; `before` says what is answered otherwise. */
const open = async (before: (stage: Stage) => void = () => undefined, rows = told()): Promise<Stage> => {
  const stage = await makeStage('full', 'leader', (made) => {
    give(made, alertRowsContracts.alertRows, () => rows)
    give(made, housingContracts.place, (drawn, { params }) => ({
      ...drawn,
      id: params['id'] ?? '',
      kind: 'floor' as const,
      path: [...PATH.slice(0, 5), { id: params['id'] ?? '', kind: 'floor' as const, name: '层' }],
    }))
    give(made, housingContracts.interior, () => HOUSE)
    give(made, housingContracts.room, (drawn) => ({ ...drawn, remedies: [...REMEDIES] }))
    before(made)
  })
  await speak('zh')
  useViewStore().openAlert(OVER.id, OVER.place)
  keep(await mountPart(AlertDrawer, stage, { id: OVER.id, home: '450000' }))
  return stage
}
const down = async (): Promise<void> => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
  await settled()
}
const textsOf = (id: string): string[] => readAll(`[data-room=${id}] text`)
const plan = (): string | undefined => one('[data-room-plan]').dataset['roomPlan']
const planState = (): string | undefined => one('[data-plan-state]').dataset['planState']

describe('the floor of the chosen room', () => {
  it('stands beside its facts, each room by what it is of its limit, the chosen one framed', async () => {
    await open()
    expect([plan(), one('[data-room-plan] svg').getAttribute('aria-label')]).toEqual([
      'F6',
      '一号楼 6 层平面图,614室',
    ])
    expect(['R612', 'R614', 'R615', 'R616'].map(textsOf)).toEqual([
      ['612'],
      ['614', '+8.5 m²'],
      ['615', '172 天'],
      ['会议室'],
    ])
    expect(all('[data-framed]').map(({ dataset }) => dataset['room'])).toEqual(['R614'])
    expect(all('[data-room=R614] .edge, [data-room=R614] .ghost')).toHaveLength(2)
    expect(all('.edge, .ghost')).toHaveLength(2)
    expect(one('[data-room=R614] .edge').getAttribute('stroke')).toBe('#ff6a3d')
    expect(readAll('[data-class]')).toEqual(['达标 1', '超 5% 以上 1', '服务用房 1', '闲置 1'])
    expect(read('.head .quiet')).toBe('6 层 · 示意平面 · 虚线为上限 18 m²')
  })

  it('is drawn anew as one goes through the rows, its building asked for once', async () => {
    const stage = await open()
    await down()
    expect([plan(), all('[data-framed]').map(({ dataset }) => dataset['room'])]).toEqual(['F5', ['R512']])
    expect(textsOf('R512')).toEqual(['512', '+0.3 m²'])
    expect(one('[data-room=R512] .edge').getAttribute('stroke')).toBe('#e39b2e')
    const askedOf = (contract: Parameters<typeof sentTo>[1], ids: readonly string[]): unknown[] =>
      sentTo(stage, contract).flatMap(({ params: { id } }) => (id && ids.includes(id) ? [id] : []))
    expect(askedOf(housingContracts.interior, ['B1'])).toEqual(['B1'])
    expect(askedOf(housingContracts.place, ['F5', 'F6'])).toEqual(['F6'])
  })
})

describe('the facts of the chosen room', () => {
  it('are its excess, its area against the limit, and the remedy that names a room', async () => {
    await open()
    expect(read('.amount b')).toBe('+8.5')
    expect(one('[data-limit-bar]').getAttribute('aria-label')).toBe('26.5,上限 18 m²')
    expect(read('[data-remedy]')).toBe('怎么改 与 608 室互换')
    useUiStore().lang = 'en'
    await speak('en')
    await settled()
    expect(read('[data-remedy]')).toBe('What clears it a swap with room 608')
  })

  it('ring its compound on the map from the row, until the drawer closes', async () => {
    await open()
    expect(useUiStore().linkFrom?.of).toBe('C1')
    leave()
    expect(useUiStore().linkFrom).toBeNull()
  })
})

describe('the floor that cannot be shown', () => {
  it.each([
    ['a building outside the scope', 403, 'forbidden', 'refused', /不含这栋楼/],
    ['a server that is down', 503, 'unavailable', 'failed', /没有读到/],
  ])('is told in words: %s', async (_, status, code, state, words) => {
    await open((stage) => give(stage, housingContracts.interior, () => refusal(status, code)))
    expect([planState(), read('[data-plan-state] [role=status]')]).toEqual([
      state,
      expect.stringMatching(words),
    ])
    expect([all('[data-room-plan] svg'), read('.amount b')]).toEqual([[], '+8.5'])
  })

  it('is asked for again by a press', async () => {
    const stage = await open((made) =>
      give(made, housingContracts.interior, () => refusal(503, 'unavailable')),
    )
    give(stage, housingContracts.interior, () => HOUSE)
    await pressOn(saying('重试'))
    expect([planState(), plan()]).toEqual(['ready', 'F6'])
  })

  it('is told of a room outside the scope and of a floor without a plan', async () => {
    await open(undefined, told({ rows: [row('9', 'F6', { opens: null }), row('901', 'F9')] }))
    expect(planState()).toBe('refused')
    await down()
    expect([planState(), read('[data-plan-state] [role=status]')]).toEqual(['none', '没有这一层的平面'])
  })

  it('is none of a vehicle, whose speed is as the list prints it', async () => {
    const bus = row('桂A·12**5', '450103', {
      opens: { kind: 'vehicle', id: 'V1', at: '450103' },
      compound: null,
      building: null,
      found: 116.9,
      limit: 80,
      amount: 36.9,
    })
    const amount = { ...told().amount!, unit: { zh: 'km/h', en: 'km/h' }, decimals: 0 }
    const stage = await open(undefined, told({ kind: 'vehicle', amount, rows: [bus] }))
    expect([all('[data-room-plan]'), sentTo(stage, housingContracts.interior)]).toEqual([[], []])
    expect([one('[data-limit-bar]').getAttribute('aria-label'), read('.amount b')]).toEqual([
      '117,上限 80 km/h',
      '+37',
    ])
  })
})
