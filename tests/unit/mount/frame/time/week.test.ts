// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import type { ShallowRef } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import TimeBar from '../../../../../src/app/frame/time/TimeBar.vue'
import { useWallFrame } from '../../../../../src/app/shell/wall.ts'
import type { Role } from '../../../../../src/shared/kernel/roles.ts'
import { DAY_MS, HOUR_MS } from '../../../../../src/shared/kernel/time/time.ts'
import { useReplayStore } from '../../../../../src/state/stores/index.ts'
import type { WallFrame } from '../../../../../src/theme/wall.ts'
import { NOW } from '../../../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../../builders/mount/stage.ts'

const CHUNKS = [
  () => import('../../../../../src/widgets/controls/SelectField.vue'),
  () => import('../../../../../src/app/frame/time/WeekStrip.vue'),
]
const { keep, leave } = useMounted({ sound: true, chunks: CHUNKS })
const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)
const DAY = Date.parse('2026-06-15T00:00:00+08:00')

describe('the seven days beside the open axis', () => {
  const frame = useWallFrame() as ShallowRef<WallFrame>
  const setAcross = (emAcross: number): void => {
    frame.value = { ...frame.value, emAcross }
  }
  const before = frame.value.emAcross
  afterEach(() => setAcross(before))
  const hour = (at: number, kwh: number | null, have = 100) => ({
    key: String(at),
    at,
    kwh,
    estimatedKwh: 0,
    have,
    expected: 100,
  })
  const week = async (role?: Role): Promise<HTMLElement[]> => {
    setAcross(200)
    const stage = await makeStage('full', role ?? 'manager', ({ served }) =>
      served.given.set('GET /api/energy/series', (drawn, { query }) => ({
        ...(drawn as object),
        points:
          query.get('period') === 'hour'
            ? [hour(DAY - 6 * DAY_MS, 40), hour(DAY - DAY_MS + HOUR_MS, 80), hour(DAY, 900, 10)]
            : [],
      })),
    )
    keep(await mountPart(TimeBar, stage, { region: '450100', open: true }))
    await vi.waitFor(() => expect(find('.week')).not.toBeNull())
    await settled()
    return [...document.querySelectorAll<HTMLElement>('[data-day-of]')]
  }

  it('have their load as far as meters report, their highest, and the one that is shown marked', async () => {
    const days = await week()
    expect(days.map(({ dataset }) => dataset['dayOf'])).toEqual(
      [9, 10, 11, 12, 13, 14, 15].map((day) => `2026-06-${String(day).padStart(2, '0')}`),
    )
    const drawn = days.map((day) => day.querySelector('path')?.getAttribute('d') ?? '')
    expect(drawn.map((path) => path !== '')).toEqual([true, false, false, false, false, true, false])
    expect(days[5]!.getAttribute('aria-label')).toMatch(/^6月14日 周日 · 最高 80 kW/)
    expect(days[1]!.getAttribute('aria-label')).toMatch(/^6月10日 周三 · 没有足够的读数/)
    expect(days.map((day) => day.getAttribute('aria-current'))).toEqual([...Array(6).fill(null), 'date'])
  })

  it('replay a day at the same time by a press, and are only to be looked at for who may not', async () => {
    const days = await week()
    days[2]!.click()
    await settled()
    expect(useReplayStore().asked?.at).toBe(NOW - 4 * DAY_MS)
    leave()
    const others = await week('wall')
    expect(others.map(({ tagName }) => tagName)).toEqual(Array(7).fill('DIV'))
  })
})
