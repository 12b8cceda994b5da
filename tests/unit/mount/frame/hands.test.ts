// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { useFullScreen } from '../../../../src/app/frame/hands/fullScreen.ts'
import HelpSheet from '../../../../src/app/frame/hands/HelpSheet.vue'
import HoverChip from '../../../../src/app/frame/hands/HoverChip.vue'
import { KEYS } from '../../../../src/app/shell/keyboard.ts'
import { useViewStore } from '../../../../src/state/stores/index.ts'
import { mountPart, useMounted } from '../../../builders/mount/part.ts'
import { makeStage, settled, speak } from '../../../builders/mount/stage.ts'
import { renew, state } from '../../app/projections/sceneInput.ts'

const { keep } = useMounted({ sound: true, after: () => speak('zh') })

describe('the sheet of keys', () => {
  const rows = (): [string | undefined, string[], string | undefined][] =>
    [...document.querySelectorAll<HTMLElement>('[data-act]')].map((row) => [
      row.dataset['act'],
      [...row.querySelectorAll('kbd')].map((key) => key.textContent ?? ''),
      row.querySelector('dd')?.textContent ?? undefined,
    ])

  it.each(['zh', 'en'] as const)(
    'has every key that the keyboard hears, each with what it does, in %s',
    async (lang) => {
      const stage = await makeStage('full', 'manager')
      await speak(lang)
      keep(await mountPart(HelpSheet, stage))
      expect(rows().map(([act, caps]) => [act, caps.length])).toEqual(
        Object.entries(KEYS).map(([act, keys]) => [act, keys.length]),
      )
      const caps = rows().flatMap(([, keys]) => keys)
      expect(new Set(caps).size).toBe(caps.length)
      expect(caps).toEqual(expect.arrayContaining(['1', '6', '→', 'Esc', 'PgDn', 'F', '?', '/']))
      const words = rows().map(([, , says]) => says ?? '')
      expect(new Set(words).size).toBe(words.length)
      for (const says of words) expect(/\p{Script=Han}/u.test(says)).toBe(lang === 'zh')
    },
  )

  it('tells what the hand does too', async () => {
    keep(await mountPart(HelpSheet, await makeStage('full', 'manager')))
    const text = document.querySelector('[role=dialog]')?.textContent
    for (const hand of ['拖动', '滚轮', '双指', '点时间轴']) expect(text).toContain(hand)
  })
})

describe('the whole screen', () => {
  const open = async (request: () => Promise<void>) => {
    const refused = vi.fn()
    let full: ReturnType<typeof useFullScreen> | undefined
    document.documentElement.requestFullscreen = request
    const part = defineComponent(() => {
      full = useFullScreen(refused)
      return () => null
    })
    keep(await mountPart(part, await makeStage('full', 'manager')))
    return { full: full!, refused }
  }
  const stands = (element: Element | null): void => {
    Object.defineProperty(document, 'fullscreenElement', { value: element, configurable: true })
    document.dispatchEvent(new Event('fullscreenchange'))
  }
  afterEach(() => stands(null))

  it('is asked for, known also where the browser’s own key left it, and left again', async () => {
    const leave = vi.fn(async () => undefined)
    document.exitFullscreen = leave
    const { full, refused } = await open(async () => stands(document.documentElement))
    full.toggle()
    await settled()
    expect(full.on.value).toBe(true)
    full.toggle()
    await settled()
    expect(leave).toHaveBeenCalledOnce()
    stands(null)
    expect([full.on.value, refused.mock.calls]).toEqual([false, []])
  })

  it('that the browser refuses is told', async () => {
    const { full, refused } = await open(() => Promise.reject(new TypeError('not allowed')))
    full.toggle()
    await settled()
    expect([full.on.value, refused.mock.calls.length]).toEqual([false, 1])
  })
})

describe('the chip', () => {
  const point = async (x: number, y: number, on: string, pointerType = 'mouse'): Promise<void> => {
    const target = document.querySelector(on)!
    target.dispatchEvent(
      Object.assign(new Event('pointermove', { bubbles: true }), { clientX: x, clientY: y, pointerType }),
    )
    await settled()
  }
  const place = (): number[] | null => {
    const moved = document.querySelector<HTMLElement>('.chip')?.style.transform.match(/[\d.-]+/g)
    return moved ? moved.map(Number) : null
  }
  const open = async (): Promise<void> => {
    renew()
    document.body.innerHTML = '<div class="host"></div><aside></aside>'
    Object.assign(window, { innerWidth: 1000, innerHeight: 600 })
    const stage = await makeStage('full', 'manager')
    keep(
      await mountPart(HoverChip, stage, {
        input: { ...state.input, hovered: { layer: 'regions', id: '450102' }, textPx: 16 },
      }),
    )
  }

  it('says name, value and n, and goes with the pointer over the picture', async () => {
    await open()
    expect(document.querySelector('.chip')?.textContent).toMatch(/450102.*2% · n 50 间/)
    await point(300, 200, '.host')
    expect(place()).toEqual([316, 216])
    await point(400, 220, '.host')
    expect(place()).toEqual([416, 236])
  })

  it('stands by the place itself where the arrow keys or a list lit it', async () => {
    await open()
    useViewStore().camera = { lon: 108.5, lat: 22.5, zoom: 8, pitchDeg: 0, bearingDeg: 0 }
    await point(300, 200, '.host')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))
    await settled()
    expect(place()).toEqual([516, 316])
    await point(300, 200, '.host')
    await point(900, 200, 'aside')
    expect(place()).toEqual([516, 316])
  })

  it('stands at the foot of the picture where nobody knows where the place is on the screen', async () => {
    await open()
    useViewStore().camera = { lon: 0, lat: 22.5, zoom: 8, pitchDeg: 0, bearingDeg: 0 }
    await settled()
    expect([place(), document.querySelector('.chip')?.classList.contains('foot')]).toEqual([null, true])
  })
})
