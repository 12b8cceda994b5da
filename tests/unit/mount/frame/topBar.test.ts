// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import SourceDots from '../../../../src/app/frame/top/SourceDots.vue'
import TopBar from '../../../../src/app/frame/top/TopBar.vue'
import { speak as speakTo } from '../../../../src/app/language.ts'
import { SCENES } from '../../../../src/app/shell/scenes.ts'
import { useSourcesStore, useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { faultsOfWords, listen } from '../../../builders/mount/faults.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { mountPart, pressable, type MountedPart } from '../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../builders/mount/stage.ts'

/** What opens lies in chunks of its own: here they are there before the press. */
const CHUNKS = import.meta.glob([
  '../../../../src/widgets/controls/{MenuList,SheetBody}.vue',
  '../../../../src/app/frame/top/*.vue',
])
beforeAll(() => Promise.all(Object.values(CHUNKS).map((load) => load())))
const ear = listen()
afterAll(() => ear.stop())
let mounted: MountedPart | null = null
const leave = (): void => {
  mounted?.wrapper.unmount()
  mounted = null
  document.body.replaceChildren()
}
afterEach(() => {
  expect([...faultsOfWords(document.body), ...ear.taken()]).toEqual([])
  leave()
  speakTo('zh')
  localStorage.clear()
})
const press = async (words: string): Promise<void> => {
  pressable(words).click()
  await settled()
}
const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)

describe('where the data comes from', () => {
  beforeEach(async () => {
    const stage = await makeStage('full', 'manager')
    const sources = useSourcesStore()
    const [first] = sources.sources
    sources.setLink('live', NOW)
    sources.skippedFrames = 1234
    sources.sources = [
      { ...first!, name: 'rest', state: 'live', lastAt: NOW, error: null },
      { ...first!, name: 'hook', state: 'backing-off', lastAt: NOW - 3_600_000, error: '401 密钥不对' },
      { ...first!, name: 'terminals', state: 'live', lastAt: NOW + 3_600_000, error: null },
    ]
    mounted = await mountPart(SourceDots, stage)
  })
  const dot = (name: string): (string | undefined)[] => {
    const mark = find(`[data-source="${name}"]`)!
    return [mark.dataset['state'], ['good', 'busy', 'bad'].find((tone) => mark.classList.contains(tone))]
  }

  it('is a mark for each source and one for the screen’s own link', async () => {
    expect([dot('rest'), dot('hook'), dot('本屏连接')]).toEqual([
      ['live', 'good'],
      ['backing-off', 'bad'],
      ['live', 'good'],
    ])
    useSourcesStore().setLink('reconnecting', NOW)
    await settled()
    expect([dot('rest'), dot('本屏连接')]).toEqual([
      ['live', 'good'],
      ['reconnecting', 'bad'],
    ])
  })

  it('is never green where it claims to be of a time to come', () => {
    expect(dot('terminals')).toEqual(['future', 'bad'])
  })

  it('opens a sheet with what went wrong, and what this slow screen did not get', async () => {
    find('.face')!.click()
    await settled()
    const sheet = find('[data-overlay]')!
    expect(sheet.textContent).toMatch(/1,234/)
    expect(sheet.querySelector('.bad-words')?.textContent).toContain('401 密钥不对')
    sheet.click()
    await settled()
    expect(find('[data-overlay]')).toBeNull()
  })
})

describe('the top bar', () => {
  const path = [
    { id: '450000', name: '广西' },
    { id: '450100', name: '南宁' },
  ]
  const open = async (over: object = {}) => {
    const told = { onGo: vi.fn(), onHit: vi.fn(), onScene: vi.fn() }
    const stage = await makeStage('full', 'manager')
    const fit = { path, inside: false, compact: false, narrow: false, wide: true, ...over }
    mounted = await mountPart(TopBar, stage, { ...fit, ...told })
    return told
  }
  const engines = (): (string | undefined)[] =>
    [...document.querySelectorAll<HTMLElement>('[data-engine]')].map(({ dataset }) => dataset['engine'])

  it('goes up the path, to another scene and to another engine', async () => {
    const { onGo, onScene } = await open()
    await press('广西')
    expect(onGo.mock.calls).toEqual([['450000']])
    find('.menu .face')!.click()
    await settled()
    const [first, second] = SCENES
    expect(find(`[data-scene-id="${first!.id}"]`)!.getAttribute('aria-checked')).toBe('true')
    find(`[data-scene-id="${second!.id}"]`)!.click()
    await settled()
    expect(onScene.mock.calls).toEqual([[second!.id]])
    find('[data-engine="globe"]')!.click()
    await settled()
    expect(useViewStore().engine).toBe('globe')
    expect(find('[data-engine="globe"]')!.getAttribute('aria-checked')).toBe('true')
  })

  it('offers the inside of a building within one alone', async () => {
    await open()
    expect(engines()).toEqual(['map', 'globe'])
    leave()
    await open({ inside: true })
    expect(engines()).toEqual(['map', 'globe', 'interior'])
  })

  it('folds the indices where it is narrow, and the columns where it is compact', async () => {
    await open({ narrow: true, compact: true })
    expect(find('[data-index]')).toBeNull()
    const faces = [...document.querySelectorAll<HTMLElement>('.middle .face')]
    faces[1]!.click()
    await settled()
    find('[data-index="idle"]')!.click()
    await settled()
    expect(useViewStore().index).toBe('idle')
    const sides = pressable('面板')
    expect(sides.getAttribute('aria-pressed')).toBe('false')
    sides.click()
    await settled()
    expect([useUiStore().sidesOpen, sides.getAttribute('aria-pressed')]).toEqual([true, 'true'])
  })
})
