// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { describe, expect, it, vi } from 'vitest'
import JustHappened from '../../../../../src/app/frame/strip/JustHappened.vue'
import type { Matter } from '../../../../../src/boards/common/alerts/matters.ts'
import { timeOfDay } from '../../../../../src/i18n/format.ts'
import { DAY_MS, MINUTE_MS } from '../../../../../src/shared/kernel/time/time.ts'
import type { Alert } from '../../../../../src/shared/protocol/http.ts'
import { useAlertsStore, useUiStore } from '../../../../../src/state/stores/index.ts'
import { all, one, pressOn, read, readAll } from '../../../../builders/mount/hand.ts'
import { NOW } from '../../../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../../../builders/mount/part.ts'
import { makeStage, settled, speak } from '../../../../builders/mount/stage.ts'

const { keep } = useMounted({ sound: true })

const RULE = {
  name: { zh: '办公用房超标准', en: 'Office over its limit' },
  counts: { zh: '间', en: 'rooms', one: 'room' },
}
const alert = (id: string, ago: number, over: Partial<Alert> = {}): Alert => ({
  id,
  at: NOW - ago,
  severity: 'red',
  subject: 'housing',
  rule: 'XX-01',
  place: 'B1',
  placeName: '一号楼',
  region: '450103',
  text: { zh: `警${id}`, en: `alert ${id}` },
  count: 1,
  citation: { document: 'd', article: 'a', mark: 'D' },
  ...over,
})
const over = (region: string, ago: number): Alert =>
  alert(`OF-07:${region}`, ago, { rule: 'OF-07', region, place: region, placeName: region, count: 700 })
const open = async (alerts: readonly Alert[], perPage = 5) => {
  const stage = await makeStage('full', 'manager')
  const store = useAlertsStore()
  store.add(store.alerts.map((each) => ({ ...each, severity: 'green' as const })))
  store.add(alerts)
  store.rules['OF-07'] = RULE
  useUiStore().second = NOW
  await speak('zh')
  const onOpen = vi.fn()
  keep(await mountPart(JustHappened, stage, { perPage, place: '450000', region: '450000', onOpen }))
  return onOpen
}
const lines = (): string[] => readAll('[data-alert]')
const timeAt = (ago: number): string => timeOfDay(NOW - ago, NOW)

describe('what just happened', () => {
  it('says when, where, what and how grave, the newest first; of one rule in one minute all in a line', async () => {
    const onOpen = await open([
      over('450103', 5 * MINUTE_MS),
      over('450105', 5 * MINUTE_MS),
      alert('late', 9 * MINUTE_MS, { severity: 'yellow', count: 4 }),
      alert('new', 0),
      alert('known', 2 * MINUTE_MS, { severity: 'info' }),
      alert('yesterday', DAY_MS + MINUTE_MS),
    ])
    expect(lines()).toEqual([
      `${timeAt(0)}一号楼警new · 1报警`,
      `${timeAt(5 * MINUTE_MS)}2 县区办公用房超标准 · 1,400 间报警`,
      `${timeAt(9 * MINUTE_MS)}一号楼警late · 4提醒`,
    ])
    expect(read('h2')).toBe('刚刚发生 24 小时内 4')
    for (const line of all('[data-alert]')) await pressOn(line)
    expect(onOpen.mock.calls.map(([of]) => [(of as Matter).id, (of as Matter).place])).toEqual([
      ['new', 'B1'],
      ['OF-07', null],
      ['late', 'B1'],
    ])
  })

  it('takes up what is raised, keeps to its room, and says in words that nothing happened', async () => {
    await open([alert('a', MINUTE_MS), alert('b', 3 * MINUTE_MS)], 2)
    useAlertsStore().add([alert('c', 0)])
    await settled()
    expect(all('[data-alert]').map(({ dataset }) => dataset['alert'])).toEqual(['c', 'a'])
    useUiStore().second = NOW + 2 * DAY_MS
    useUiStore().lang = 'en'
    await speak('en')
    await settled()
    expect([all('[data-alert]'), one('[data-happened] p').textContent]).toEqual([
      [],
      'Nothing new in 24 hours',
    ])
  })
})
