// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { verdictBox } from '../../../../src/app/frame/verdicts/box.ts'
import VerdictStrip from '../../../../src/app/frame/verdicts/VerdictStrip.vue'
import { housingContracts } from '../../../../src/shared/housing/routes.ts'
import { measuresToArray, type Measures } from '../../../../src/shared/indices/measures.ts'
import { DAY_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import {
  useLedgerStore,
  useReplayStore,
  useUiStore,
  useViewStore,
} from '../../../../src/state/stores/index.ts'
import { vehiclesContracts } from '../../../../src/shared/vehicles/routes.ts'
import { wallFrame } from '../../../../src/theme/wall.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pressOn, read, readAll } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../../builders/mount/part.ts'
import { makeStage, settled, speak, turn, type Mood, type Stage } from '../../../builders/mount/stage.ts'

const { keep, leave } = useMounted({ sound: true })
beforeEach(() => localStorage.clear())

interface Opened {
  readonly mood?: Mood
  readonly role?: Role
  readonly scene?: string
  readonly place?: string
  readonly arrange?: (stage: Stage) => void
  /** Where its twelve months stand, as on a wall. */
  readonly year?: 'beside' | 'beneath' | null
}
/** Nothing was kept but where a test says so. */
const noMonths = (stage: Stage): void =>
  give(stage, housingContracts.measureMonths, (_, { query }) => ({
    place: query.get('place') as string,
    since: '2026-06-11',
    rows: [],
  }))
const open = async ({
  mood = 'full',
  role = 'manager',
  scene = 'housing',
  place = '450100',
  arrange = noMonths,
  year = null,
}: Opened = {}): Promise<Stage> => {
  const stage = await makeStage(mood, role, arrange)
  Object.assign(useViewStore(), { scene, place })
  const box = { ...verdictBox(wallFrame(1920, 1080), true, 4), year }
  keep(await mountPart(VerdictStrip, stage, { place, region: place, box, shown: 4 }))
  await settled()
  return stage
}
const cell = (id: string): HTMLElement => one(`[data-verdict="${id}"]`)
const within = (id: string, of: string): string[] => all(of, cell(id)).map(read)
/** What stands in the ledger of these places from now on. */
const put = async (rows: Readonly<Record<string, Partial<Measures>>>): Promise<void> => {
  useLedgerStore().patch(
    Object.entries(rows).map(([id, measures]) => ({
      kind: 'region' as const,
      id,
      measures: measuresToArray(measures),
      at: NOW,
    })) as never,
  )
  await settled()
}
const CITY = { overRooms: 28, officeRooms: 1000 }
const kept =
  (over: number) =>
  (stage: Stage): void =>
    give(stage, housingContracts.measureMonths, (_, { query }) => ({
      place: query.get('place') as string,
      since: '2026-04-02',
      rows: [
        {
          month: '2026-04',
          day: '2026-04-30',
          measures: measuresToArray({ overRooms: 35, officeRooms: 1000 }),
          by: 'platform' as const,
        },
        {
          month: '2026-05',
          day: '2026-05-31',
          measures: measuresToArray({ overRooms: over, officeRooms: 1000 }),
          by: 'here' as const,
        },
      ],
    }))

describe('a verdict', () => {
  it('answers its question by the figure, the change since last month, the line, the worst place and n', async () => {
    await open({ arrange: kept(31) })
    await put({
      450100: CITY,
      450103: { overRooms: 7, officeRooms: 13 },
      450105: { overRooms: 21, officeRooms: 500 },
    })
    expect(read(one('[data-verdict="over"] h2'))).toBe('办公用房超标了吗?')
    expect(within('over', '.value-text')).toEqual(['2.8%'])
    expect(within('over', '.mark')).toEqual(['略超'])
    expect(within('over', '.beside li')).toEqual(['较上月 ▼0.3', '控制线 ≤ 2.0'])
    expect(within('over', '.worst')).toEqual(['最差 江南区 4.2%'])
    expect(within('over', '.counts')).toEqual(['28/1,000 间'])
  })

  it('opens the worst place with its index by one click', async () => {
    await open()
    useViewStore().setIndex('quality')
    await put({ 450100: CITY, 450103: { overRooms: 9, officeRooms: 100 }, 450105: { officeRooms: 100 } })
    await pressOn('[data-verdict="over"] .worst')
    expect([useViewStore().place, useViewStore().index]).toEqual(['450103', 'over'])
  })

  it('is not judged over fewer than thirty, and prints its counts', async () => {
    await open()
    await put({ 450100: { overRooms: 7, officeRooms: 13 } })
    expect([within('over', '.value-text'), within('over', '.mark')]).toEqual([['7/13间'], ['样本不足']])
  })

  it('says since when months are kept where last month was not, never nought', async () => {
    await open()
    expect(within('over', '.beside li')).toEqual(['上月未留存', '06-11 起留存', '控制线 ≤ 2.0'])
  })
})

describe('vehicles by the rules', () => {
  const judged = (since: string | null) => (stage: Stage) =>
    give(stage, vehiclesContracts.compliance, (drawn) => ({
      ...drawn,
      unit: undefined,
      vehicles: 100,
      clean: 84,
      since,
      months: [{ month: '2026-05', day: '2026-05-31', vehicles: 100, clean: 81, by: 'platform' as const }],
    }))

  it('have their change since a month that a platform counted, and the why-card is told which those are', async () => {
    await open({ scene: 'overview', arrange: judged('2026-06-11') })
    expect(within('compliance', '.beside li')[0]).toBe('较上月 ▲3.0')
    await pressOn('[data-verdict="compliance"] .figure')
    expect((await vi.waitUntil(() => useUiStore().why?.months?.points)).slice(-2)).toEqual([
      { month: '2026-04', value: null, handed: false },
      { month: '2026-05', value: 81, handed: true },
    ])
  })

  it('are not answered before they were judged once', async () => {
    await open({ scene: 'overview', arrange: judged(null) })
    expect(within('compliance', '.instead')).toEqual(['正在读取'])
  })
})

describe('the strip', () => {
  it('asks the scene’s questions in their order, and whoever sees one unit no question of whole regions', async () => {
    await open()
    expect(readAll('.verdict h2')).toEqual([
      '办公用房超标了吗?',
      '有没有房子空着?',
      '人均面积合适吗?',
      '房子都办证了吗?',
    ])
    leave()
    await open({ scene: 'overview' })
    expect(all('.verdict').map((each) => each.dataset['verdict'])).toEqual([
      'over',
      'idle',
      'quota',
      'compliance',
    ])
    leave()
    await open({ scene: 'overview', role: 'unit-user', place: '450103' })
    expect(all('.verdict').map((each) => each.dataset['verdict'])).toEqual(['over', 'idle', 'compliance'])
  })

  it('says that it reads, and answers once it may; says that it is refused, and that it failed with a press to ask again', async () => {
    const stage = await open({ mood: 'waiting' })
    expect(readAll('.instead')).toEqual(Array.from({ length: 4 }, () => '正在读取'))
    await turn(stage, 'full')
    expect(all('.instead')).toEqual([])
    leave()
    await open({ mood: 'refused' })
    expect(read('[data-verdict="over"] .instead')).toBe('您的角色或管辖范围不含这些内容')
    leave()
    const failed = await open({ mood: 'failed' })
    expect(read('[data-verdict="over"] .instead')).toBe('读取失败 重试')
    failed.served.mood = 'full'
    await pressOn('[data-verdict="over"] .instead button')
    expect(within('over', '.value-text')).toEqual(['2.5%'])
  })

  it('answers for the instant that is replayed, and says of what was not kept that it was not', async () => {
    const stage = await open({ scene: 'overview' })
    const replay = useReplayStore()
    replay.playing = false
    replay.seek(NOW - DAY_MS)
    const day = (rows: { id: string; measures: number[] }[]) => ({
      day: '2026-06-14',
      rows,
      asOf: NOW - DAY_MS,
    })
    useLedgerStore().showDay(
      day([{ id: '450100', measures: measuresToArray({ overRooms: 50, officeRooms: 1000 }) }]),
    )
    await settled()
    expect(within('over', '.value-text')).toEqual(['5.0%'])
    expect(read('[data-verdict="quota"] .instead')).toBe('该时刻未留存')
    useLedgerStore().showDay(null, true)
    await settled()
    expect(read('[data-verdict="over"] .instead')).toBe('该时刻未留存')
    expect(sentTo(stage, housingContracts.measureMonths).length).toBeGreaterThan(0)
  })
})

describe('since the last look', () => {
  const seenBefore = (): void =>
    localStorage.setItem(
      'guanlan.looked.manager',
      JSON.stringify({ before: null, now: { at: NOW - DAY_MS, values: { '450100 over': 2.5 } } }),
    )

  it.each(['beside', 'beneath'] as const)(
    'is said beneath the months too, where they stand %s, though it is the fourth line',
    async (year) => {
      seenBefore()
      await open({ year })
      await put({ 450100: CITY })
      expect(within('over', '.beside.row li')).toEqual([
        '上月未留存',
        '06-11 起留存',
        '控制线 ≤ 2.0',
        '较上次 ▲0.3',
      ])
      expect(cell('over').classList.contains('full')).toBe(true)
      expect(cell('idle').classList.contains('full')).toBe(false)
    },
  )

  it('says by how much a figure moved, and when it was seen, to the account that saw it and to no wall', async () => {
    seenBefore()
    await open()
    await put({ 450100: CITY })
    expect(within('over', '.beside li').at(-1)).toBe('较上次 ▲0.3')
    expect(one('[data-verdict="over"] .beside').title).toBe('您上次查看:06-14 10:07')
    const looks = JSON.parse(localStorage.getItem('guanlan.looked.manager') ?? '{}')
    expect([looks.before.values, looks.now.values['450100 over']]).toEqual([
      { '450100 over': 2.5 },
      expect.closeTo(2.8, 9),
    ])
    leave()
    localStorage.clear()
    await open({ role: 'wall' })
    expect(localStorage.length).toBe(0)
  })
})

describe('why', () => {
  it('adds the months with their line, what would mend it, and the department that answers', async () => {
    await open({
      arrange: (stage) => {
        kept(31)(stage)
        give(stage, housingContracts.units, (drawn, { query }) => ({
          ...drawn,
          units: drawn.units
            .slice(0, 1)
            .map((unit) => ({ ...unit, name: '市机关事务管理局', region: query.get('region') as string })),
        }))
      },
    })
    await put({ 450100: CITY, 450105: { overRooms: 21, officeRooms: 500 } })
    await pressOn('[data-verdict="over"] .figure')
    const answered = (): Promise<unknown> => vi.waitUntil(() => useUiStore().why?.answers)
    await answered()
    const why = useUiStore().why!
    expect([why.value, why.threshold, why.months?.points.slice(-2), why.months?.line]).toEqual([
      '2.8% · n 1,000 间',
      '2.0 %',
      [
        { month: '2026-04', value: expect.closeTo(3.5, 9), handed: true },
        { month: '2026-05', value: 3.1, handed: false },
      ],
      2,
    ])
    expect(why.months?.points).toHaveLength(12)
    expect(why.remedy).toBe('再整改 8 间即回到线内;先看江南区(4.2%)')
    expect(why.answers).toContain('市机关事务管理局')
    await speak('en')
    useUiStore().explain(null)
    await pressOn('[data-verdict="over"] .figure')
    await answered()
    expect(useUiStore().why?.remedy).toMatch(/^8 offices to mend until the line is kept; begin with/)
    await speak('zh')
  })
})
