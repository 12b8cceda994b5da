// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import type { VueWrapper } from '@vue/test-utils'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { nextTick, watch } from 'vue'
import type { Role } from '../../../src/shared/kernel/roles.ts'
import { pageGroup, type Platform } from '../../../src/boards/panel.ts'
import { inGroups, platformPages } from '../../../src/app/pages/platformPages.ts'
import { workplacesOf } from '../../../src/app/shell/workplaces.ts'
import { makeClock } from '../../../src/state/clock.ts'
import { useApi, useSessionStore, useTables, useUiStore } from '../../../src/state/stores/index.ts'
import { installServices } from '../../../src/state/stores/remote/services.ts'
import { dayOf } from '../../../src/shared/kernel/units.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/kernel/time/time.ts'
import { mountApp } from '../../builders/mount/app.ts'
import { listen } from '../../builders/mount/faults.ts'
import { NOW } from '../../builders/mount/names.ts'
import {
  makeStage,
  sessionOf,
  settled,
  speak,
  turn,
  type Mood,
  type Stage,
} from '../../builders/mount/stage.ts'

vi.mock('../../../src/widgets/chart/echarts.ts', async () => await import('../../builders/mount/charts.ts'))
vi.mock('../../../src/app/ViewPage.vue', () => ({ default: { render: () => null } }))
const CHUNKS = import.meta.glob([
  '../../../src/app/pages/**/*.vue',
  '../../../src/boards/*/panels/*/*Page.vue',
  '../../../src/widgets/controls/*.vue',
])

const ear = listen()
const window_ = globalThis as unknown as { happyDOM: { setViewport(size: { width: number }): void } }
beforeAll(async () => void (await Promise.all(Object.values(CHUNKS).map((load) => load()))), 120_000)
let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
  document.body.replaceChildren()
  window_.happyDOM.setViewport({ width: 1024 })
})
afterAll(() => ear.stop())

const open = async (path: string, role: Role, mood: Mood = 'full'): Promise<Stage> => {
  const stage = await makeStage(mood, role)
  mounted = await mountApp(path, stage)
  await speak('zh')
  return stage
}
const all = <E extends HTMLElement>(of: string): E[] => [...document.querySelectorAll<E>(of)]
const one = (of: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(of)
  if (!found) throw new Error(`no ${of}`)
  return found
}
const press = async (of: string, key: string): Promise<void> => {
  one(of).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await settled()
}
const lines = (): string[] => all('[role=menu] [data-page]').map(({ dataset }) => dataset['page'] ?? '')

describe('a page that is the first of its screen', () => {
  it('has the day of today as soon as it can be pressed: the clock is told with the session', async () => {
    const stage = await makeStage('full', 'manager')
    const ui = useUiStore()
    useSessionStore().session = null
    useSessionStore().known = false
    ui.second = 0
    installServices({ api: useApi(), clock: makeClock(() => 0), tables: useTables() })
    const days = new Set<string>()
    watch(
      () => ui.second,
      (at) => useSessionStore().session && days.add(dayOf(at)),
      { flush: 'sync' },
    )
    stage.served.given.set('GET /api/session', () => sessionOf('manager'))
    mounted = await mountApp('/work/management/standards', stage)
    await vi.waitFor(() => expect(document.querySelector('[data-parameter] button.cell')).not.toBeNull())
    one('[data-parameter] button.cell').click()
    await settled()
    expect([...days]).toEqual([dayOf(NOW)])
    expect(all<HTMLInputElement>('input[name=from]').map(({ value }) => value)).toEqual([dayOf(NOW)])
  })
})

/** Roles that see each other's pages in part: a page is looked at once. */
const looked = new Set<string>()

describe('the pages of a platform', () => {
  it('are found by their groups, each page in its own definition’s, and no two groups share a name', () => {
    const [a, b] = [
      pageGroup({ id: 'meetings', title: { zh: '会议', en: 'Meetings' }, order: 15 }),
      pageGroup({ id: 'first', title: { zh: '首', en: 'First' }, order: 1 }),
    ]
    const pages = [
      { id: 'halls', group: a },
      { id: 'start', group: b },
      { id: 'bookings', group: a },
    ]
    expect(inGroups(pages).map(({ group, pages: some }) => [group.id, some.map(({ id }) => id)])).toEqual([
      ['first', ['start']],
      ['meetings', ['halls', 'bookings']],
    ])
    const everywhere = (['management', 'user', 'supervision'] as const).flatMap((platform) =>
      platformPages(
        platform,
        () => true,
        'zh',
        (key) => key,
      ),
    )
    const titles = new Map(everywhere.map(({ group }) => [group.id, group.title.zh]))
    expect(new Set(titles.values()).size).toBe(titles.size)
    for (const { group } of everywhere) expect(group.title.zh).toBe(titles.get(group.id))
  })
})

describe('the pages of a platform', () => {
  it('stand in a menu for each group, and one that is alone stands for itself', async () => {
    await open('/work/management', 'manager')
    expect(all('nav > *').map((face) => face.dataset['group'] ?? face.dataset['page'])).toEqual([
      'housing',
      'vehicle-ledger',
      'supervision',
      'standards',
      'system',
    ])
    expect(all('nav [aria-expanded]').every((face) => face.getAttribute('aria-expanded') === 'false')).toBe(
      true,
    )
    one('[data-group=housing] .face').click()
    await settled()
    expect(lines()).toEqual(['realty', 'ledger-table', 'rooms'])
    one('[role=menu] [data-page=ledger-table]').click()
    await settled()
    expect(location.pathname).toBe('/work/management/ledger-table')
    expect(one('[data-group=housing]').className).toContain('here')
    expect(document.querySelector('[role=menu]')).toBeNull()
    expect(ear.taken()).toEqual([])
  })

  it('are reached by the keyboard: along the bar, down into a menu, out of it by Escape with the bar’s place kept', async () => {
    await open('/work/management/realty', 'manager')
    one('[data-group=housing] .face').focus()
    await press('[data-group=housing] .face', 'ArrowRight')
    expect(document.activeElement).toBe(one('nav [data-page=vehicle-ledger]'))
    await press('nav [data-page=vehicle-ledger]', 'ArrowLeft')
    await press('[data-group=housing] .face', 'ArrowLeft')
    expect(document.activeElement).toBe(one('[data-group=system] .face'))
    await press('[data-group=system] .face', 'ArrowDown')
    expect(lines().length).toBeGreaterThan(1)
    await press('[role=menu]', 'Escape')
    expect(document.querySelector('[role=menu]')).toBeNull()
    expect(document.activeElement).toBe(one('[data-group=system] .face'))
  })

  it('fold into one menu on a narrow screen, with the names of groups of several, in both languages', async () => {
    window_.happyDOM.setViewport({ width: 390 })
    await open('/work/management/rooms', 'manager')
    expect(all('nav > *').map(({ dataset }) => dataset['group'])).toEqual(['all'])
    expect(one('[data-group=all] .open').textContent).toBe('超标与闲置')
    one('[data-group=all] .face').click()
    await settled()
    expect(all('[role=menu] h3').map((title) => title.textContent)).toEqual([
      '办公用房',
      '统计与预警',
      '系统管理',
    ])
    expect(lines()).toContain('vehicle-ledger')
    expect(one('[role=menu]').textContent?.match(/公务用车|标准与口径/g)).toEqual(['公务用车', '标准与口径'])
    expect(one('[role=menu] [data-page=rooms]').getAttribute('aria-checked')).toBe('true')
    await speak('en')
    expect(all('[role=menu] h3')[0]?.textContent).toBe('Offices')
  })
})

describe('a platform', () => {
  it.each([
    ['manager', 'management', 'realty'],
    ['supervisor', 'supervision', 'realty'],
    ['leader', 'supervision', 'realty'],
    ['unit-user', 'user', 'my-unit'],
    ['operator', 'management', 'accounts'],
    ['security', 'management', 'accounts'],
    ['auditor', 'supervision', 'audit'],
  ] as const)('opens %s’s on %s with the first page of its menu', async (role, platform, first) => {
    await open(`/work/${platform}`, role)
    expect(all('main.work > .body > .page-sheet')).toHaveLength(1)
    one('nav > :first-child .face, nav > button:first-child').click()
    await settled()
    expect(one('[role=menu] [data-page]').dataset['page']).toBe(first)
    expect(one('[role=menu] [aria-checked=true]').dataset['page']).toBe(first)
  })
})

describe('the age of what a page shows', () => {
  it.each([
    ['accounts', HOUR_MS, 'fresh'],
    ['accounts', DAY_MS + HOUR_MS, 'late'],
    ['walls', 2 * MINUTE_MS, 'late'],
  ] as const)('%s after %d ms without a new answer is %s', async (page, passed, age) => {
    await open(`/work/management/${page}`, 'operator')
    useUiStore().second = NOW + passed
    await nextTick()
    expect([...one('.told .age').classList]).toContain(age)
  })
})

/** Each page of each platform, by whom it is made for. */
const PAGES = (['manager', 'auditor', 'security', 'operator', 'unit-user'] as const).flatMap((role) =>
  workplacesOf(role)
    .filter((one_): one_ is Platform => one_ !== 'wall')
    .map((platform) => [role, platform] as const),
)
const asks = (): string[] =>
  all('.page-sheet > .filters :is(input, button, [role=tab], [data-name])').map(
    (field) =>
      field.getAttribute('data-name') ?? field.getAttribute('name') ?? field.textContent?.trim() ?? '',
  )

describe.each(PAGES)('every page of %s on %s', (role, platform) => {
  it('has the one frame, and keeps what it asks whatever came of asking', async () => {
    const stage = await open(`/work/${platform}`, role)
    const ids = platformPages(platform, useSessionStore().may, 'zh', (key) => key).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(0)
    mounted?.unmount()
    for (const id of ids.filter((one_) => !looked.has(one_))) {
      looked.add(id)
      stage.served.mood = 'full'
      document.body.replaceChildren()
      mounted = await mountApp(`/work/${platform}/${id}`, stage)
      expect([id, document.querySelectorAll('main.work > .body > .page-sheet').length]).toEqual([id, 1])
      const full = asks()
      mounted.unmount()
      await turn(stage, 'failed')
      document.body.replaceChildren()
      mounted = await mountApp(`/work/${platform}/${id}`, stage)
      expect([id, asks()]).toEqual([id, full])
      mounted.unmount()
      mounted = null
    }
  }, 120_000)
})
