// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { describe, expect, it, vi } from 'vitest'
import { INDICES } from '#shared/indices/indices.ts'
import ClockFace from '../../../../src/app/frame/top/ClockFace.vue'
import EngineSwitch from '../../../../src/app/frame/scene/EngineSwitch.vue'
import IndexSwitch from '../../../../src/app/frame/scene/IndexSwitch.vue'
import TopBar from '../../../../src/app/frame/top/TopBar.vue'
import { speak as speakTo } from '../../../../src/app/language.ts'
import { SCENES } from '../../../../src/app/shell/scenes.ts'
import { useClock, useReplayStore, useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { mountPart, pressable, useMounted } from '../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../builders/mount/stage.ts'

/** What opens lies in chunks of its own: here they are there before the press. */
const CHUNKS = import.meta.glob([
  '../../../../src/widgets/controls/{MenuList,SheetBody}.vue',
  '../../../../src/app/frame/{top,hands,top/sources}/*.vue',
  '../../../../src/widgets/controls/ModalSheet.vue',
])
const putBack = (): void => {
  speakTo('zh')
  localStorage.clear()
}
const { keep, leave } = useMounted({ sound: true, chunks: Object.values(CHUNKS), after: putBack })
const press = async (words: string): Promise<void> => {
  pressable(words).click()
  await settled()
}
const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)

const crumb = (id: string, name: string, kind: string, beside: readonly string[]) => ({
  id,
  name,
  kind,
  beside: beside.map((one) => ({ id: one, name: `名${one}` })),
})

const path = [
  crumb('450000', '广西', 'province', ['450100', '450200']),
  crumb('450100', '南宁', 'city', ['450100', '450200']),
]
const open = async (over: object = {}) => {
  const told = { onGo: vi.fn(), onHit: vi.fn(), onScene: vi.fn(), onFull: vi.fn() }
  const stage = await makeStage('full', 'manager')
  const fit = { path, compact: false, narrow: false, full: false, ...over }
  keep(await mountPart(TopBar, stage, { ...fit, ...told }))
  return told
}
const tabs = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.scenes [data-scene-id]')]

describe('the top bar', () => {
  it('has every scene as an open tab, the open one marked, and goes to another by one press', async () => {
    const { onScene } = await open()
    const [first, second] = SCENES
    expect(tabs().map((tab) => tab.textContent?.trim())).toEqual(SCENES.map(({ title }) => title.zh))
    expect(tabs().map((tab) => tab.getAttribute('aria-current'))).toEqual(
      SCENES.map(({ id }) => String(id === first!.id)),
    )
    find(`[data-scene-id="${second!.id}"]`)!.click()
    expect(onScene.mock.calls).toEqual([[second!.id]])
    useViewStore().scene = second!.id
    await settled()
    expect(tabs().filter((tab) => tab.getAttribute('aria-current') === 'true')).toEqual([tabs()[1]])
  })

  it('folds the scenes into a menu where they do not fit, and the columns where it is compact', async () => {
    const { onScene } = await open({ narrow: true, compact: true })
    expect(tabs()).toEqual([])
    find('b[data-scene]')!.click()
    await settled()
    const [first, second] = SCENES
    expect(find(`[data-scene-id="${first!.id}"]`)!.getAttribute('aria-checked')).toBe('true')
    find(`[data-scene-id="${second!.id}"]`)!.click()
    await settled()
    expect(onScene.mock.calls).toEqual([[second!.id]])
    const sides = pressable('面板')
    expect(sides.getAttribute('aria-pressed')).toBe('false')
    sides.click()
    await settled()
    expect([useUiStore().sidesOpen, sides.getAttribute('aria-pressed')]).toEqual([true, 'true'])
  })
})

describe('the way in the top bar', () => {
  it('goes up the path, and to what lies beside a step of it', async () => {
    const { onGo } = await open()
    const steps = [...document.querySelectorAll<HTMLElement>('[data-step]')]
    expect(steps.map((step) => [step.textContent, step.getAttribute('aria-current')])).toEqual([
      ['广西', null],
      ['南宁', 'page'],
    ])
    steps[0]!.click()
    pressable('从南宁换到').click()
    await settled()
    const beside = [...document.querySelectorAll<HTMLElement>('[data-beside]')]
    expect(beside.map((one) => [one.textContent?.trim(), one.getAttribute('aria-checked')])).toEqual([
      ['名450100', 'true'],
      ['名450200', 'false'],
    ])
    beside[1]!.click()
    await settled()
    expect(onGo.mock.calls).toEqual([
      [0, '450000'],
      [1, '450200'],
    ])
  })

  it('offers nothing beside a step that has none', async () => {
    await open({ path: [crumb('450103', '青秀', 'county', ['450103'])] })
    expect(() => pressable('从青秀换到')).toThrow()
  })

  it('opens the sheet of keys, and asks for the whole screen and back', async () => {
    const { onFull } = await open()
    await press('帮助')
    expect(find('[role=dialog]')?.textContent).toContain('按键与手势')
    await press('关闭')
    expect([find('[role=dialog]'), useUiStore().helpOpen]).toEqual([null, false])
    await press('全屏')
    expect([onFull.mock.calls.length, find('[data-do=full]')!.getAttribute('aria-pressed')]).toEqual([
      1,
      'false',
    ])
    leave()
    await open({ full: true })
    expect([pressable('退出全屏').getAttribute('aria-pressed')]).toEqual(['true'])
  })
})

describe('the clock', () => {
  it('is live to the minute with its date and week, and in a replay past to the second', async () => {
    keep(await mountPart(ClockFace, await makeStage('full', 'manager')))
    const clock = (): [string | undefined, string] => [
      find('.clock')!.dataset['mode'],
      find('.clock')!.textContent!.replaceAll(/\s+/g, ' ').trim(),
    ]
    expect(clock()).toEqual(['live', '10:07 实时 6月15日 周一 · 第25周'])
    useReplayStore().seek(Date.parse('2025-12-29T08:45:30+08:00'))
    useClock().seek(Date.parse('2025-12-29T08:45:30+08:00'), 0)
    await settled()
    expect(clock()).toEqual(['past', '08:45:30 回看 2025年12月29日 周一 · 第1周'])
  })
})

describe('the switches of the picture', () => {
  const engines = (): (string | undefined)[] =>
    [...document.querySelectorAll<HTMLElement>('[data-engine]')].map(({ dataset }) => dataset['engine'])
  const show = async (part: typeof EngineSwitch | typeof IndexSwitch, props: object = {}) => {
    leave()
    keep(await mountPart(part, await makeStage('full', 'manager'), { ...props }))
  }

  it('offer the inside of a building within one alone', async () => {
    await show(EngineSwitch, { inside: false })
    expect(engines()).toEqual(['map', 'globe'])
    find('[data-engine="globe"]')!.click()
    await settled()
    expect(useViewStore().engine).toBe('globe')
    expect(find('[data-engine="globe"]')!.getAttribute('aria-checked')).toBe('true')
    await show(EngineSwitch, { inside: true })
    expect(engines()).toEqual(['map', 'globe', 'interior'])
  })

  it('change the index, with its number key beside each', async () => {
    await show(IndexSwitch)
    const all = [...document.querySelectorAll<HTMLElement>('[data-index]')]
    expect(all.map((one) => one.title)).toEqual(INDICES.map(({ name }, i) => `${name.zh} 按 ${i + 1}`))
    find('[data-index="idle"]')!.click()
    await settled()
    expect(useViewStore().index).toBe('idle')
    expect(all.filter((one) => one.getAttribute('aria-checked') === 'true')).toEqual([
      find('[data-index="idle"]'),
    ])
  })
})
