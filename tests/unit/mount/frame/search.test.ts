// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import SearchBox from '../../../../src/app/frame/top/SearchBox.vue'
import { AppError } from '../../../../src/shared/kernel/errors.ts'
import type { SearchAnswer, SearchHit } from '../../../../src/shared/protocol/http.ts'
import { useApi, useUiStore } from '../../../../src/state/stores/index.ts'
import { faultsOfWords, listen } from '../../../builders/mount/faults.ts'
import { mountPart, type MountedPart } from '../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../builders/mount/stage.ts'

const ear = listen()
afterAll(() => ear.stop())
beforeAll(() => import('../../../../src/app/frame/top/SearchSheet.vue'))

const hit = (kind: SearchHit['kind'], id: string): SearchHit => ({
  kind,
  id,
  title: `名${id}`,
  detail: '处',
  place: 'F1',
  select: null,
  lon: null,
  lat: null,
})
const found = (q: string, ...hits: SearchHit[]): SearchAnswer => ({
  q,
  hits,
  total: hits.length + 7,
  tookMs: 3.4,
})

let mounted: MountedPart
let onGo: ReturnType<typeof vi.fn>
let waiting: {
  q: string
  limit: number
  signal: AbortSignal | undefined
  answer: (of: SearchAnswer) => void
  fail: () => void
}[]
beforeEach(async () => {
  const stage = await makeStage('full', 'manager')
  waiting = []
  vi.spyOn(useApi(), 'search').mockImplementation(
    (q, limit, signal) =>
      new Promise((answer, fail) => {
        waiting.push({ q, limit, signal, answer, fail: () => fail(new AppError('unavailable', 'away')) })
      }),
  )
  onGo = vi.fn()
  mounted = await mountPart(SearchBox, stage, { onGo })
  document.querySelector<HTMLElement>('.face')!.click()
  await settled()
})
afterEach(() => {
  expect([...faultsOfWords(document.body), ...ear.taken()]).toEqual([])
  mounted.wrapper.unmount()
  document.body.replaceChildren()
})
const field = (): HTMLInputElement => document.querySelector('.sheet input')!
const foot = (): string => document.querySelector('.foot')?.textContent?.trim() ?? ''
const isOpen = (): boolean => document.querySelector('.sheet') !== null
const lines = (): string[] =>
  [...document.querySelectorAll('.hits h3, .hits button b')].map(({ textContent }) => textContent ?? '')
const type = async (text: string): Promise<void> => {
  field().value = text
  field().dispatchEvent(new Event('input', { bubbles: true }))
  await new Promise((done) => setTimeout(done, 100))
  await settled()
}
const key = async (name: string, over: KeyboardEventInit = {}): Promise<void> => {
  field().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...over }))
  await settled()
}
const answer = async (of: SearchAnswer): Promise<void> => {
  waiting.at(-1)!.answer(of)
  await settled()
}

describe('the search box', () => {
  it('opens with its field ready, and asks once for what was typed, without the spaces around it', async () => {
    expect([isOpen(), document.activeElement === field()]).toEqual([true, true])
    field().value = '青'
    field().dispatchEvent(new Event('input', { bubbles: true }))
    await type(' 青秀 ')
    expect(waiting.map(({ q, limit }) => [q, limit])).toEqual([['青秀', 24]])
  })

  it('shows hits by kind in the order of the first of each, and how many of how many', async () => {
    await type('青')
    await answer(found('青', hit('room', '1'), hit('region', '2'), hit('room', '3')))
    expect(lines()).toEqual(['房间', '名1', '名3', '地区', '名2'])
    expect(foot()).toMatch(/3.*10.*3/)
    expect(field().getAttribute('aria-expanded')).toBe('true')
  })

  it('says that nothing was found, or that it could not be asked, and forgets both with the next answer', async () => {
    await type('无')
    await answer({ q: '无', hits: [], total: 0, tookMs: 1 })
    expect([lines(), foot().includes('无')]).toEqual([[], true])
    await type('青')
    waiting.at(-1)!.fail()
    await settled()
    const failed = foot()
    await type('青秀')
    await answer(found('青秀', hit('room', '1')))
    expect([failed === foot(), lines()]).toEqual([false, ['房间', '名1']])
  })

  it('takes the newest answer alone: an older one that comes late is dropped, also where it fails', async () => {
    await type('青')
    await type('青秀')
    expect(waiting[0]!.signal?.aborted).toBe(true)
    waiting[1]!.answer(found('青秀', hit('room', '2')))
    await settled()
    waiting[0]!.answer(found('青', hit('room', '1')))
    await settled()
    expect(lines()).toEqual(['房间', '名2'])
    await type('青秀区')
    await type('青秀区政府')
    waiting[2]!.fail()
    await settled()
    expect(lines()).toEqual(['房间', '名2'])
  })

  it('forgets what was found with the text, and asks nothing for none', async () => {
    await type('青')
    await answer(found('青', hit('room', '1')))
    await type('')
    expect([lines(), waiting.length, waiting[0]!.signal?.aborted]).toEqual([[], 1, true])
  })
})

describe('a hit', () => {
  it('is gone to by a press, and the box closes', async () => {
    await type('青')
    await answer(found('青', hit('room', '1'), hit('room', '2')))
    ;[...document.querySelectorAll<HTMLElement>('.hits button')][1]!.click()
    await settled()
    expect([onGo.mock.calls.map(([of]) => (of as SearchHit).id), isOpen()]).toEqual([['2'], false])
  })

  it('that is first is gone to by Enter, but not by the Enter that ends a Chinese word', async () => {
    await type('青')
    await answer(found('青', hit('room', '1'), hit('room', '2')))
    field().dispatchEvent(new Event('compositionstart'))
    await key('Enter', { isComposing: true })
    field().dispatchEvent(new Event('compositionend'))
    await settled()
    expect([onGo.mock.calls.length, isOpen()]).toEqual([0, true])
    await key('Enter')
    expect([onGo.mock.calls.map(([of]) => (of as SearchHit).id), isOpen()]).toEqual([['1'], false])
  })

  it('there is none: Enter goes nowhere', async () => {
    await key('Enter')
    expect([onGo.mock.calls.length, isOpen()]).toEqual([0, true])
  })
})

describe('the search box closes', () => {
  it('by Escape, and the screen behind it takes no key', async () => {
    const behind = vi.fn()
    window.addEventListener('keydown', behind)
    await key('g')
    await key('Escape')
    window.removeEventListener('keydown', behind)
    expect([isOpen(), behind.mock.calls]).toEqual([false, []])
  })

  it('by a press beside it, and by leaving it empty, but not with something in it', async () => {
    await type('青')
    field().dispatchEvent(new FocusEvent('blur'))
    await settled()
    expect(isOpen()).toBe(true)
    await type('')
    field().dispatchEvent(new FocusEvent('blur'))
    await settled()
    expect(isOpen()).toBe(false)
    useUiStore().searchOpen = true
    await settled()
    document.querySelector('.veil')!.dispatchEvent(new Event('pointerdown'))
    await settled()
    expect(isOpen()).toBe(false)
  })
})
