// @vitest-environment happy-dom
import { h, nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mount } from '@vue/test-utils'
import { rowsShown } from '../../../../src/widgets/part/rowsShown.ts'
import WholeRows from '../../../../src/widgets/part/WholeRows.vue'

/** Rows of these heights beneath each other. */
const rowsOf = (heights: readonly number[]) =>
  heights.map((height, i) => {
    const top = heights.slice(0, i).reduce((sum, one) => sum + one, 0)
    return { top, bottom: top + height }
  })
const HEIGHTS = [30, 50, 40, 60, 20, 45] as const
const ROOM = 100
const END = HEIGHTS.reduce((sum, one) => sum + one, 0)

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the rows that a list shows', () => {
  const at = (scrolledPx: number, shownPx = 80) =>
    rowsShown(rowsOf(HEIGHTS), { roomPx: ROOM, scrolledPx, shownPx })

  it('are whole, wherever it was scrolled to', () => {
    for (let scrolledPx = 0; scrolledPx <= END; scrolledPx += 5) {
      const { fromPx, heightPx, whole } = at(scrolledPx)
      const rows = rowsOf(HEIGHTS)
      expect(rows.map(({ top }) => top)).toContain(fromPx)
      expect(rows.map(({ bottom }) => bottom)).toContain(fromPx + heightPx!)
      expect([whole > 0, heightPx! <= ROOM]).toEqual([true, true])
    }
  })

  it('are those from its top at first, from the nearest where it was scrolled, and its last ones at its end', () => {
    expect(at(0)).toEqual({ fromPx: 0, heightPx: 80, whole: 2 })
    expect(at(36)).toEqual({ fromPx: 30, heightPx: 90, whole: 2 })
    expect(at(78)).toEqual({ fromPx: 80, heightPx: 100, whole: 2 })
    expect(at(END - 80)).toEqual({ fromPx: 180, heightPx: 65, whole: 2 })
  })

  it('are all where all have room, and none is lost where one is higher than the list', () => {
    const of = (heights: readonly number[]) =>
      rowsShown(rowsOf(heights), { roomPx: ROOM, scrolledPx: 0, shownPx: ROOM })
    expect(of([40, 60])).toEqual({ fromPx: 0, heightPx: null, whole: 2 })
    expect(of([])).toEqual({ fromPx: 0, heightPx: null, whole: 0 })
    expect(of([140, 20])).toEqual({ fromPx: 0, heightPx: ROOM, whole: 0 })
  })
})

describe('a list of whole rows', () => {
  it('that a hand scrolled ends with a whole row once it rests', async () => {
    const boxes = rowsOf(HEIGHTS)
    const rowOf = (element: Element): { top: number; bottom: number } =>
      boxes[Number((element as HTMLElement).dataset['i'])] ?? { top: 0, bottom: 0 }
    vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function (this: HTMLElement) {
      return rowOf(this).top
    })
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockImplementation(function (this: HTMLElement) {
      return rowOf(this).bottom - rowOf(this).top
    })
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(ROOM)
    const shown: number[] = []
    const onEnd = vi.fn<() => void>()
    const wrapper = mount(WholeRows, {
      props: { 'onUpdate:shown': (n: number) => shown.push(n), onEnd },
      slots: { default: () => HEIGHTS.map((_, i) => h('li', { 'data-i': i })) },
      attachTo: document.body,
    })
    await nextTick()
    const list = wrapper.find<HTMLElement>('ul').element
    expect([list.style.maxHeight, shown.at(-1), onEnd.mock.calls.length]).toEqual(['80px', 2, 0])
    list.dispatchEvent(new Event('wheel'))
    list.scrollTop = END - 80
    list.dispatchEvent(new Event('scroll'))
    vi.advanceTimersByTime(200)
    expect([list.scrollTop, list.style.maxHeight, onEnd.mock.calls.length]).toEqual([180, '65px', 1])
    list.scrollTop = 34
    list.dispatchEvent(new Event('scroll'))
    vi.advanceTimersByTime(200)
    expect([list.scrollTop, list.style.maxHeight]).toEqual([30, '90px'])
    wrapper.unmount()
  })
})
