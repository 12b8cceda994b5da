// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import AlertDrawer from '../../../../src/app/frame/alert/AlertDrawer.vue'
import { DAY_MS, HOUR_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { Alert } from '../../../../src/shared/protocol/http.ts'
import type { AlertRow, AlertRows } from '../../../../src/shared/supervision/rows/answers.ts'
import { alertRowsContracts } from '../../../../src/shared/supervision/rowRoutes.ts'
import { supervisionContracts } from '../../../../src/shared/supervision/routes.ts'
import {
  useAlertsStore,
  useReplayStore,
  useUiStore,
  useViewStore,
} from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pressOn, read, readAll, saying } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../../builders/mount/part.ts'
import {
  makeStage,
  refusal,
  settled,
  speak,
  turn,
  type Mood,
  type Stage,
} from '../../../builders/mount/stage.ts'

const { keep } = useMounted({ sound: true })

const OVER: Alert = {
  id: 'OF-07:450103',
  at: NOW - HOUR_MS,
  severity: 'red',
  subject: 'housing',
  rule: 'OF-07',
  place: '450103',
  placeName: '青秀区',
  region: '450103',
  text: { zh: '青秀区:3 间办公室超过核定面积', en: 'Qingxiu: 3 offices over' },
  count: 3,
  citation: { document: '某办法', article: '第三条', mark: 'T' },
  dueAt: null,
}
const OTHER: Alert = {
  ...OVER,
  id: 'OF-07:450105',
  region: '450105',
  place: '450105',
  placeName: '江南区',
  count: 5,
}
const row = (id: string, part: Partial<AlertRow> = {}): AlertRow => ({
  id,
  severity: 'red',
  opens: { kind: 'room', id, at: `F-${id}` },
  name: id.slice(1),
  unit: { id: 'U1', name: '教育局' },
  compound: '一号院',
  building: '2号楼',
  person: '韦**',
  grade: '正科级',
  found: 26.5,
  limit: 18,
  amount: 8.5,
  since: NOW - 86 * DAY_MS,
  dueAt: null,
  detail: null,
  ...part,
})
const R614 = row('R614')
const R512 = row('R512', { amount: 5.4, dueAt: NOW - 2 * DAY_MS + HOUR_MS })
const R605 = row('R605', { severity: 'yellow', amount: 0.8 })
const told = (part: Partial<AlertRows> = {}): AlertRows => ({
  alert: OVER,
  name: { zh: '办公用房超标准', en: 'Office over its limit' },
  formula: { zh: '使用面积 > 上限', en: 'area > limit' },
  kind: 'room',
  counts: { zh: '间', en: 'rooms', one: 'room' },
  amount: { name: { zh: '超出', en: 'over' }, unit: { zh: 'm²', en: 'm²' }, decimals: 1 },
  total: 3,
  grades: [
    { severity: 'red', name: { zh: '超 5 % 以上', en: 'over 5 %' }, count: 2 },
    { severity: 'yellow', name: { zh: '超 0–5 %', en: '0–5 %' }, count: 1 },
  ],
  rows: [R614, R512, R605],
  next: null,
  masked: true,
  asOf: NOW,
  ...part,
})

/** From the city the alert is opened, as the strip does. */
const open = async (
  id: string,
  before: (stage: Stage) => void = (stage) => give(stage, alertRowsContracts.alertRows, () => told()),
  mood: Mood = 'full',
): Promise<Stage> => {
  const stage = await makeStage(mood, 'leader', (made) => {
    give(made, supervisionContracts.alerts, () => ({
      alerts: [OVER, OTHER],
      rules: { 'OF-07': { name: told().name, counts: told().counts } },
      total: 2,
      calling: 2,
      asOf: NOW,
    }))
    before(made)
  })
  await speak('zh')
  const view = useViewStore()
  view.open('450100')
  view.camera = { lon: 108, lat: 23, zoom: 8, pitchDeg: 0, bearingDeg: 0 }
  view.openAlert(id, id === OVER.id ? OVER.place : null)
  keep(await mountPart(AlertDrawer, stage, { id, home: '450000' }))
  return stage
}
const key = async (name: string, target: EventTarget = window): Promise<boolean> => {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })
  target.dispatchEvent(event)
  await settled()
  return event.defaultPrevented
}
const chosen = (): (string | undefined)[] => all('[aria-selected=true]').map(({ dataset }) => dataset['of'])
const state = (): string | undefined => one('[data-drawer-state]').dataset['drawerState']

describe('the drawer of an alert', () => {
  it('says what, by which rule and why, and lists what stands behind it with the first row chosen', async () => {
    await open(OVER.id)
    expect(read('h2')).toBe(OVER.text.zh)
    expect(read('.why')).toBe('OF-07 办公用房超标准使用面积 > 上限某办法 第三条原文为什么')
    expect(readAll('[data-chip]')).toEqual(['全部 3', '超 5 % 以上 2', '超 0–5 % 1'])
    expect(readAll('[role=columnheader]')).toEqual(
      '单位,院落,楼,室,级别,面积/上限,超出 m²,自,使用人,状态'.split(','),
    )
    expect(all('[data-of=R614] [role=cell]').map(read)).toEqual(
      '教育局,一号院,2号楼,614,正科级,26.5 / 18,8.5,03-21,韦**,报警 超 5 % 以上'.split(','),
    )
    expect(read('[data-of=R512] [role=cell]:last-child')).toBe('报警 逾期 2 天')
    expect([chosen(), read('[data-row-facts] h3')]).toEqual([['R614'], '一号院 · 2号楼 › 614'])
    expect([read('[data-shown]'), read('.foot')]).toEqual([
      '显示 3/3 · 按超出从大到小',
      '显示 3/3 · 按超出从大到小姓名、车牌已遮;解除遮盖将记入日志',
    ])
  })

  it('moves by keys wherever the focus is, and opens the chosen room: the second step from the alert', async () => {
    await open(OVER.id)
    expect(document.activeElement).toBe(one('[data-alert-drawer]'))
    expect(useViewStore().place).toBe('450103')
    await key('ArrowDown', document.body)
    await key('ArrowDown')
    await key('ArrowDown')
    expect(chosen()).toEqual(['R605'])
    await key('ArrowUp')
    expect([chosen(), read('[data-row-facts] h3')]).toEqual([['R512'], '一号院 · 2号楼 › 512'])
    expect(await key('Enter')).toBe(true)
    expect([useViewStore().place, useViewStore().selection, useViewStore().alert]).toEqual([
      'F-R512',
      { kind: 'room', id: 'R512' },
      null,
    ])
  })
})

describe('the drawer of an alert', () => {
  it('opens a row that is pressed; one that stands nowhere opens nothing', async () => {
    const nowhere = row('R9', { opens: null })
    await open(OVER.id, (stage) =>
      give(stage, alertRowsContracts.alertRows, () => told({ rows: [nowhere, R614], total: 2 })),
    )
    expect(all('[data-do=open-thing]')).toEqual([])
    await pressOn('[data-of=R9]')
    expect(useViewStore().alert).toBe(OVER.id)
    await pressOn('[data-of=R614]')
    expect(useViewStore().selection).toEqual({ kind: 'room', id: 'R614' })
  })

  it('leaves Enter to a button and letters to a field, and closes to where one stood, camera and all', async () => {
    await open(OVER.id)
    expect(await key('Enter', one('[data-chip=red]'))).toBe(false)
    const field = document.createElement('input')
    document.body.append(field)
    expect(await key('ArrowDown', field)).toBe(false)
    expect(chosen()).toEqual(['R614'])
    await pressOn('[data-do=close-drawer]')
    const view = useViewStore()
    expect([view.alert, view.place, view.returning?.zoom]).toEqual([null, '450100', 8])
  })
})

describe('the drawer of an alert', () => {
  it('asks for one grade, and for the next page of a longer list', async () => {
    const stage = await open(OVER.id, (made) =>
      give(made, alertRowsContracts.alertRows, (_, { query }) =>
        query.get('after') === 'p2'
          ? told({ rows: [R605] })
          : told({ rows: [R614, R512], next: query.get('severity') ? null : 'p2' }),
      ),
    )
    expect(read('[data-shown]')).toBe('显示 2/3 · 按超出从大到小')
    await pressOn('[data-do=more]')
    expect([all('[data-of]').map(({ dataset }) => dataset['of']), all('[data-do=more]')]).toEqual([
      ['R614', 'R512', 'R605'],
      [],
    ])
    await pressOn('[data-chip=red]')
    expect(read('[data-shown]')).toBe('显示 2/2 · 按超出从大到小')
    expect(sentTo(stage, alertRowsContracts.alertRows).at(-1)).toMatchObject({
      params: { id: OVER.id },
      query: { severity: 'red' },
    })
  })

  it('is read again when the alert counts otherwise, and keeps the chosen row', async () => {
    let rows = [R614, R512, R605]
    await open(OVER.id, (stage) => give(stage, alertRowsContracts.alertRows, () => told({ rows })))
    await key('ArrowDown')
    rows = [row('R700', { amount: 9 }), ...rows]
    useAlertsStore().add([{ ...OVER, count: 4 }])
    await settled()
    expect([all('[data-of]').length, chosen()]).toEqual([4, ['R512']])
  })
})

describe('the drawer of an alert', () => {
  it.each([
    ['not-found', 404, 'gone', /^已结/],
    ['not-kept', 404, 'past', /没有保存/],
    ['forbidden', 403, 'refused', /不含这些内容/],
  ])('says of %s what it means', async (code, status, name, words) => {
    await open(OVER.id, (stage) => give(stage, alertRowsContracts.alertRows, () => refusal(status, code)))
    expect([state(), read('[role=status]')]).toEqual([name, expect.stringMatching(words)])
  })

  it('says that it reads, that nothing is left, and that it failed, and asks again by a press', async () => {
    const stage = await open(OVER.id, undefined, 'waiting')
    expect(state()).toBe('loading')
    await turn(stage, 'failed')
    expect(state()).toBe('error')
    stage.served.mood = 'full'
    give(stage, alertRowsContracts.alertRows, () => told({ rows: [], total: 0, grades: [] }))
    await pressOn(saying('重试'))
    expect([state(), read('[role=status]')]).toEqual(['empty', expect.stringContaining('均已处理')])
  })

  it('is asked of the instant that is replayed', async () => {
    const stage = await open(OVER.id)
    useReplayStore().playing = false
    useReplayStore().seek(NOW - HOUR_MS)
    await settled()
    expect(sentTo(stage, alertRowsContracts.alertRows).at(-1)?.query).toMatchObject({
      at: String(NOW - HOUR_MS),
    })
  })
})

describe('the drawer of a rule', () => {
  it('lists its places as the strip counts them, and opens one with what stands behind it', async () => {
    await open('OF-07')
    expect(read('h2')).toBe('OF-07 办公用房超标准 · 2 处 · 8 间')
    expect(all('[data-of]').map(({ dataset }) => dataset['of'])).toEqual([OTHER.id, OVER.id])
    expect(all(`[data-of="${OTHER.id}"] [role=cell]`).map(read).slice(0, 2)).toEqual(['报警 江南区', '5'])
    await key('ArrowDown')
    await key('Enter')
    expect([useViewStore().alert, useViewStore().place]).toEqual([OVER.id, '450103'])
  })

  it('is reached from an alert that is one of several, and is in English where the screen is', async () => {
    await open(OVER.id)
    await speak('en')
    useUiStore().lang = 'en'
    await settled()
    expect(read('h2')).toBe(OVER.text.en)
    await pressOn('[data-do=same-rule]')
    expect([useViewStore().alert, useViewStore().place]).toEqual(['OF-07', '450103'])
  })
})
