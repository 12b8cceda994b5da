// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { MEASURES } from '../../../../src/shared/indices/measures.ts'
import { shortName } from '../../../../src/boards/supervision/panels/worst-compounds/viewModel.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { settled } from '../../../builders/mount/stage.ts'

const screen = useScreen()
const COUNTY = '450103'
/** Compounds of the county, each with so many of 100 offices over their limit. */
const SHARES = [1, 9, 4] as const

const open = (): Promise<unknown> =>
  screen.panel('worst-compounds', {
    before: ({ served }) =>
      served.given.set('GET /api/places/:id', (drawn) => {
        const place = drawn as { id: string; children: Record<string, unknown>[] }
        if (place.id !== COUNTY) return drawn
        const [first] = place.children
        const children = SHARES.map((over, i) => ({
          ...first,
          id: `C${i}`,
          kind: 'compound',
          name: `${i} 号院`,
          measures: MEASURES.map((name) => (name === 'overRooms' ? over : name === 'officeRooms' ? 100 : 0)),
        }))
        return { ...place, children }
      }),
  })
const list = (): HTMLElement => document.querySelector('[role=listbox]')!
const options = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=option]')]
const press = async (key: string): Promise<void> => {
  list().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await nextTick()
}

describe('the worst compounds', () => {
  it('stand the worst first, each with its value and its counts, and how many are beyond the reference', async () => {
    await open()
    expect(options().map((row) => row.textContent)).toEqual([
      '1 号院9.0%9/100',
      '2 号院4.0%4/100',
      '0 号院1.0%1/100',
    ])
    expect(document.querySelector('.answer')?.textContent).toContain('/ 3 处超标')
    expect(screen.faults()).toEqual([])
  })

  it('are gone through by keys, lit on the map, and opened by Enter', async () => {
    await open()
    const view = useViewStore()
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowUp')
    await press('ArrowDown')
    expect(view.hovered).toEqual({ layer: 'compounds', id: 'C2' })
    expect(list().getAttribute('aria-activedescendant')).toBe('worst-C2')
    expect(options().map((row) => row.getAttribute('aria-selected'))).toEqual(['false', 'true', 'false'])
    expect(document.querySelector('.card')?.textContent).toContain('2 号院')
    await press('Enter')
    expect(view.place).toBe('C2')
  })

  it('are lit by the pointer while it is there, and opened by a click', async () => {
    await open()
    const view = useViewStore()
    options()[2]!.dispatchEvent(new Event('pointermove', { bubbles: true }))
    expect(view.hovered?.id).toBe('C0')
    list().dispatchEvent(new Event('pointerleave'))
    expect(view.hovered).toBeNull()
    options()[0]!.click()
    expect(view.place).toBe('C1')
  })

  it('show the row of what is lit on the map, and say where its line begins while it stands there whole', async () => {
    await open()
    const [view, ui] = [useViewStore(), useUiStore()]
    view.hovered = { layer: 'compounds', id: 'C0' }
    await settled()
    expect(ui.linkFrom?.of).toBe('C0')
    view.hovered = { layer: 'regions', id: COUNTY }
    await settled()
    expect(ui.linkFrom).toBeNull()
  })
})

describe('the line from the lit compound', () => {
  it('begins where its row stands once another index puts it elsewhere, and once the panel itself does', async () => {
    let left = 100
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
      const isRow = this.matches('[role=option]')
      const top = isRow ? Number(/translateY\((\d+)/.exec(this.getAttribute('style') ?? '')?.[1] ?? 0) : 0
      return new DOMRect(left, top, 300, isRow ? 28 : 900)
    })
    await open()
    const [view, ui] = [useViewStore(), useUiStore()]
    view.hovered = { layer: 'compounds', id: 'C2' }
    await settled()
    expect(ui.linkFrom).toEqual({ of: 'C2', x: 400, y: 28 + 14 })
    view.setIndex('idle')
    await settled()
    expect(options().map((row) => row.dataset['of'])).toEqual(['C0', 'C1', 'C2'])
    expect(ui.linkFrom).toEqual({ of: 'C2', x: 400, y: 56 + 14 })
    left = 160
    list().closest<HTMLElement>('.panel')!.parentElement!.style.left = '160px'
    await settled()
    expect(ui.linkFrom).toEqual({ of: 'C2', x: 460, y: 56 + 14 })
    vi.restoreAllMocks()
  })
})

describe('a row', () => {
  it('leaves out the regions that the screen names already, and what all of them are', () => {
    const regions = ['广西壮族自治区', '南宁市', '青秀区']
    expect(
      ['南宁市青秀区文明路165号办公区', '自治区机关办公区', '南宁市', '建政街道办公区', '甲办公区'].map(
        (name) => shortName(name, regions),
      ),
    ).toEqual(['文明路165号', '自治区机关', '南宁市', '建政街道', '甲办公区'])
  })
})
