// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { describe, expect, it, vi } from 'vitest'
import ReplayControls from '../../../../src/app/frame/time/ReplayControls.vue'
import TimeBar from '../../../../src/app/frame/time/TimeBar.vue'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'
import { REPLAY_RATES } from '../../../../src/shared/protocol/http.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import { REPLAY_BACK_MS, useApi, useClock, useReplayStore } from '../../../../src/state/stores/index.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../builders/mount/stage.ts'

const CHUNKS = [() => import('../../../../src/widgets/controls/SelectField.vue')]
const { keep } = useMounted({ sound: true, chunks: CHUNKS })
const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)
const press = async (selector: string): Promise<void> => {
  find(selector)!.click()
  await settled()
}
const DAY = Date.parse('2026-06-15T00:00:00+08:00')

describe('the steering of a replay', () => {
  const controls = async (): Promise<ReturnType<typeof useReplayStore>> => {
    keep(await mountPart(ReplayControls, await makeStage('full', 'manager')))
    return useReplayStore()
  }
  const state = (): string | undefined => find('.replay')?.dataset['replay']

  it('opens it some minutes back, stands and runs it, and returns to the present', async () => {
    const replay = await controls()
    expect([state(), find('[data-do="live"]')]).toEqual(['live', null])
    await press('[data-do="replay"]')
    expect([replay.asked?.at, state(), find('[data-do="replay"]')]).toEqual([
      NOW - REPLAY_BACK_MS,
      'waiting',
      null,
    ])
    await press('[data-do="play"]')
    expect([replay.playing, find('[data-do="play"]')?.getAttribute('aria-label')]).toEqual([false, '播放'])
    await press('[data-do="play"]')
    expect(replay.playing).toBe(true)
    await press('[data-do="live"]')
    expect([replay.active, state()]).toEqual([false, 'live'])
  })

  it('lets one unit’s vehicles go back to all, where there is one', async () => {
    const replay = await controls()
    await press('[data-do="replay"]')
    expect(find('[data-do="all"]')).toBeNull()
    replay.unit = 'U1'
    await settled()
    await press('[data-do="all"]')
    expect([replay.unit, find('[data-do="all"]')]).toEqual([null, null])
  })

  it('shows the rate, by which it can be found', async () => {
    const replay = await controls()
    await press('[data-do="replay"]')
    expect(find('[data-name="rate"]')?.dataset['value']).toBe(String(replay.rate))
    for (const rate of REPLAY_RATES) {
      replay.rate = rate
      await settled()
      expect(find('[data-name="rate"]')?.textContent?.replace(',', '')).toContain(`${rate}×`)
    }
  })

  it('says that it waits, or failed, and is asked for again from where it was', async () => {
    const replay = await controls()
    const at = NOW - DAY_MS
    replay.seek(at)
    await settled()
    expect(find('.replay .quiet')?.textContent).toContain('正在读取')
    useClock().seek(at, 0)
    replay.state = 'failed'
    await settled()
    expect(find('.replay .quiet')).toBeNull()
    const before = replay.seeks
    await press('[role="alert"] button')
    expect([replay.seeks, replay.asked?.at]).toEqual([before + 1, at])
  })
})

const bar = async (role: Role = 'manager', over: object = { open: true }): Promise<HTMLElement> => {
  const stage = await makeStage('full', role)
  keep(await mountPart(TimeBar, stage, { region: '450100', ...over }))
  const axis = find('.axis')!
  axis.setPointerCapture = () => undefined
  axis.getBoundingClientRect = () => ({ left: 100, width: 960 }) as DOMRect
  return axis
}
const point = async (axis: HTMLElement, type: string, hour: number): Promise<void> => {
  axis.dispatchEvent(Object.assign(new Event(type), { clientX: 100 + hour * 40, pointerId: 1 }))
  await settled()
}
const mark = (): [hour: number, words: string | undefined] => [
  (Number.parseFloat(find('.now')!.style.left) / 100) * 24,
  find('.now em')?.textContent?.trim().split(/\s/)[0],
]

describe('the day on the time bar', () => {
  it('has a mark where the clock is', async () => {
    await bar()
    expect(mark()).toEqual([expect.closeTo(10 + 7 / 60, 2), '现在'])
    expect(document.querySelectorAll('path').length).toBe(4)
    expect(find('.place')?.textContent).toMatch(/\S+ 用电负荷 kW/)
    expect(find('[data-subject="loadKw"]')?.textContent).toMatch(/^[\d,]+ kW$/)
  })

  it('is gone along with the pointer, and the replay goes there when it lets go', async () => {
    const axis = await bar()
    const replay = useReplayStore()
    await point(axis, 'pointermove', 3)
    expect(mark()[1]).toBe('现在')
    await point(axis, 'pointerdown', 6)
    await point(axis, 'pointermove', 8)
    expect([mark(), replay.active]).toEqual([[expect.closeTo(8, 5), '08:00'], false])
    await point(axis, 'pointerup', 8)
    expect(replay.asked?.at).toBe(DAY + 8 * HOUR_MS)
  })

  it('goes nowhere where the pointer is taken away, nor past now, nor before the day', async () => {
    const axis = await bar()
    const replay = useReplayStore()
    await point(axis, 'pointerdown', 6)
    await point(axis, 'pointercancel', 6)
    await point(axis, 'pointerup', 6)
    expect([replay.active, mark()[1]]).toEqual([false, '现在'])
    await point(axis, 'pointerdown', 23)
    await point(axis, 'pointerup', 23)
    expect(replay.asked?.at).toBe(NOW)
    await point(axis, 'pointerdown', -3)
    await point(axis, 'pointerup', -3)
    expect(replay.asked?.at).toBe(DAY)
  })
})

describe('the day on the time bar', () => {
  it('is only to be looked at for who may not see the past', async () => {
    const axis = await bar('wall')
    await point(axis, 'pointerdown', 6)
    await point(axis, 'pointerup', 6)
    expect([useReplayStore().active, find('.replay'), axis.classList.contains('seeks')]).toEqual([
      false,
      null,
      false,
    ])
  })

  it('that is replayed has its own load and the day’s before it, thin where too few meters stand behind it', async () => {
    const series = vi.fn()
    await bar()
    const quarter = (at: number, kwh: number | null, have: number) => ({ at, kwh, have, expected: 100 })
    series.mockResolvedValue({
      points: [
        quarter(DAY - 2 * DAY_MS, 10, 100),
        quarter(DAY - DAY_MS, 5, 100),
        quarter(DAY - DAY_MS + 15 * MINUTE_MS, 5, 10),
      ],
    })
    vi.spyOn(useApi(), 'energySeries').mockImplementation(series as never)
    useReplayStore().seek(DAY - DAY_MS + HOUR_MS)
    await settled()
    expect(series.mock.calls[0]?.[0]).toEqual({
      place: 'region:450100',
      item: 'total',
      period: 'quarter',
      from: '2026-06-13',
      to: '2026-06-14',
    })
    const paths = [...document.querySelectorAll('path')].map((path) => path.getAttribute('d'))
    expect([find('.axis')?.dataset['day'], paths]).toEqual([
      '2026-06-14',
      [
        'M0.5 7.41L0.5 100L0.5 100Z',
        expect.stringMatching(/^M0\.5 53\.70.*Z$/),
        '',
        expect.stringContaining('M'),
      ],
    ])
  })
})

describe('the time bar while it is folded', () => {
  const folded = async (role?: Role): Promise<HTMLElement> => {
    const axis = await bar(role, {})
    return axis
  }
  const isOpen = (): boolean => find('.place')?.getAttribute('aria-expanded') === 'true'

  it('names whose load it shows and in which unit, has the clock’s line, and hides what steers', async () => {
    await folded()
    expect([find('.replay'), isOpen(), mark()[1]]).toEqual([null, false, '现在'])
    expect(find('.place')?.textContent).toContain('kW')
  })

  it('opens by the first press and goes nowhere yet; the next goes to its instant', async () => {
    const axis = await folded()
    const replay = useReplayStore()
    const down = (): boolean =>
      axis.dispatchEvent(
        Object.assign(new Event('pointerdown', { bubbles: true }), { clientX: 100 + 6 * 40, pointerId: 1 }),
      )
    down()
    await settled()
    await point(axis, 'pointerup', 6)
    expect([isOpen(), replay.active, find('.replay') !== null]).toEqual([true, false, true])
    down()
    await settled()
    await point(axis, 'pointerup', 6)
    expect(replay.asked?.at).toBe(DAY + 6 * HOUR_MS)
  })

  it('opens by the focus, and folds where that or a press goes elsewhere', async () => {
    await folded()
    const elsewhere = document.body.appendChild(document.createElement('button'))
    find('.place')!.focus()
    await settled()
    expect(isOpen()).toBe(true)
    elsewhere.focus()
    await settled()
    expect(isOpen()).toBe(false)
    find('.place')!.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await settled()
    expect(isOpen()).toBe(true)
    elsewhere.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await settled()
    expect(isOpen()).toBe(false)
  })

  it('is open as long as the past is replayed', async () => {
    await folded()
    useReplayStore().seek(NOW - HOUR_MS)
    await settled()
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await settled()
    expect([isOpen(), find('[data-do="live"]') !== null]).toEqual([true, true])
  })
})
