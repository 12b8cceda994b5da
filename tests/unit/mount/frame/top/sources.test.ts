// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { beforeEach, describe, expect, it } from 'vitest'
import SourceDots from '../../../../../src/app/frame/top/SourceDots.vue'
import type { Role } from '../../../../../src/shared/kernel/roles.ts'
import { useSourcesStore } from '../../../../../src/state/stores/index.ts'
import { NOW } from '../../../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../../builders/mount/stage.ts'

/** What opens lies in chunks of its own: here they are there before the press. */
const CHUNKS = import.meta.glob([
  '../../../../../src/widgets/controls/{SheetBody,MenuList}.vue',
  '../../../../../src/app/frame/top/sources/*.vue',
])
const { keep, leave } = useMounted({ sound: true, chunks: Object.values(CHUNKS) })
const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)

const isVisible = (element: HTMLElement): boolean => element.style.display !== 'none'

const LEDGER = { brings: 'ledger', quarantined: 0 } as const
const showSources = async (role: Role = 'manager'): Promise<void> => {
  const stage = await makeStage('full', role)
  const sources = useSourcesStore()
  const [first] = sources.sources
  sources.setLink('live', NOW)
  sources.skippedFrames = 1234
  sources.sources = [
    { ...first!, ...LEDGER, name: 'rest', state: 'live', lastAt: NOW, error: null },
    {
      ...first!,
      ...LEDGER,
      name: 'hook',
      state: 'backing-off',
      lastAt: NOW - 3_600_000,
      error: '401 密钥不对',
    },
    {
      ...first!,
      brings: 'positions',
      quarantined: 0,
      name: 'terminals',
      state: 'live',
      lastAt: NOW + 3_600_000,
      error: null,
    },
  ]
  keep(await mountPart(SourceDots, stage))
}
const dot = (name: string): (string | undefined)[] => {
  const mark = find(`[data-source="${name}"]`)!
  return [mark.dataset['state'], ['good', 'busy', 'bad'].find((tone) => mark.classList.contains(tone))]
}

describe('where the data comes from', () => {
  beforeEach(() => showSources())

  it('is said in words, and by a mark for each source that does not do well and the screen’s own link', async () => {
    expect([dot('rest'), dot('hook'), dot('本屏连接')]).toEqual([
      ['live', 'good'],
      ['backing-off', 'bad'],
      ['live', 'good'],
    ])
    const shown = (): (string | undefined)[] =>
      [...document.querySelectorAll<HTMLElement>('.face .dot')]
        .filter(isVisible)
        .map(({ dataset }) => dataset['source'])
    expect(shown()).toEqual(['hook', 'terminals'])
    expect(find('.face')!.textContent).toMatch(/数据 1\/3 源1\/3\s*刚刚/)
    useSourcesStore().setLink('reconnecting', NOW)
    await settled()
    expect([dot('rest'), dot('本屏连接')]).toEqual([
      ['live', 'good'],
      ['reconnecting', 'bad'],
    ])
    expect(find('.face')!.textContent).toContain('重连中')
    expect(find('.face')!.textContent).not.toContain('刚刚')
  })

  it('has one good mark where all do well', async () => {
    const sources = useSourcesStore()
    sources.sources = sources.sources.map((source) => ({ ...source, state: 'live', lastAt: NOW - 180_000 }))
    await settled()
    const marks = [...document.querySelectorAll<HTMLElement>('.face .dot')].filter(isVisible)
    expect(marks.map(({ className }) => className)).toEqual(['dot good'])
    expect(find('.face')!.textContent).toMatch(/数据 3\/3 源3\/3\s*3 分钟前/)
  })
})

describe('a source in the bar', () => {
  beforeEach(() => showSources())
  const kinds = (sheet: HTMLElement): (string | undefined)[][] =>
    [...sheet.querySelectorAll<HTMLElement>('[data-kind]')].map((kind) => [
      kind.dataset['kind'],
      kind.querySelector('dd')?.textContent?.trim(),
    ])

  it('says nothing of its lines to who only looks', async () => {
    leave()
    await showSources('leader')
    find('.face')!.click()
    await settled()
    const sheet = find('[data-overlay]')!
    expect([kinds(sheet).length, sheet.querySelector('details')]).toEqual([3, null])
    expect(sheet.textContent).not.toMatch(/rest|hook|401/)
    sheet.click()
    await settled()
  })

  it('is never green where it claims to be of a time to come', () => {
    expect(dot('terminals')).toEqual(['future', 'bad'])
  })

  it('opens a sheet that says in words what of the screen is not whole, and to who mends it each line', async () => {
    find('.face')!.click()
    await settled()
    const sheet = find('[data-overlay]')!
    expect(kinds(sheet)).toEqual([
      ['link', '与服务相连,画面随时更新'],
      ['ledger', '2 路中 1 路:中断,正在重连;其后的变更尚未计入'],
      ['positions', '送来的时间在未来,未采用'],
    ])
    const words = sheet.querySelector('dl')!.textContent
    expect(words).toContain('本屏绘制跟不上')
    expect(words).not.toMatch(/rest|hook|401|0 条|1,234/)
    const detail = sheet.querySelector('details')!
    expect([detail.open, detail.textContent]).toEqual([
      false,
      expect.stringMatching(/1,234.*hook.*401 密钥不对/s),
    ])
    expect(detail.textContent).not.toContain('隔离 0')
    detail.querySelector('summary')!.click()
    await settled()
    expect(find('[data-overlay] details')).not.toBeNull()
    sheet.click()
    await settled()
    expect(find('[data-overlay]')).toBeNull()
  })
})
