// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import CrowdView from '../../../../src/app/frame/crowd/CrowdView.vue'
import type { Crowd } from '../../../../src/app/scene/crowd.ts'
import type { SceneInput } from '../../../../src/projections/input.ts'
import { townOf } from '../../../../src/projections/town.ts'
import { compoundMarks } from '../../../../src/layers/compounds/marks.ts'
import type { CompoundRow } from '../../../../src/shared/protocol/http.ts'
import { useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { mountPart, useMounted, type MountedPart } from '../../../builders/mount/part.ts'
import { makeStage, settled, speak } from '../../../builders/mount/stage.ts'
import { offices, renew, state, viewOf } from '../../app/projections/sceneInput.ts'

const { keep } = useMounted({ sound: true, after: () => speak('zh') })
let mounted: MountedPart
beforeEach(renew)

const ZOOM = 9
/** Twenty in a town of some 60 px, the last six in one courtyard, and five around. */
const ROWS: readonly CompoundRow[] = Array.from({ length: 25 }, (_, i) => {
  const inYard = i >= 14 && i < 20
  const at =
    i < 20
      ? [108.4 + (inYard ? 0 : (i % 5) * 0.03), 22.4 + (inYard ? 0 : (i * 0.011) % 0.1)]
      : [107.6 + (i - 20) * 0.4, 22.1 + (i % 2) * 0.6]
  return { id: `C${i}`, name: `${i} 号院`, lon: at[0]!, lat: at[1]!, measures: offices(i % 7, 100) }
})
const ROOM = { x: 400, y: 120, width: 420, height: 260 }

const open = async (lang: 'zh' | 'en' = 'zh'): Promise<{ input: SceneInput; town: ReadonlySet<string> }> => {
  const stage = await makeStage('full', 'manager')
  await speak(lang)
  const town = townOf(ROWS, ZOOM, [900, 600])!
  const crowd: Crowd = { zoom: ref(ZOOM), town: ref(town), room: ref(ROOM) }
  const input = {
    ...state.input,
    lang,
    view: viewOf('county'),
    compounds: ROWS,
    zoom: ZOOM,
    town: town.ids,
  }
  const view = useViewStore()
  view.place = '450102'
  view.camera = { lon: 108.4, lat: 22.4, zoom: ZOOM, pitchDeg: 0, bearingDeg: 0 }
  mounted = keep(await mountPart(CrowdView, stage, { input, crowd }))
  return { input, town: town.ids }
}
const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)]
const discs = (): HTMLElement[] => all('[data-town-inset] [data-disc]')
const dots = (): HTMLElement[] => all('[data-town-inset] [data-dot]')

describe('the inset of a town', () => {
  it('has every compound of it behind a button: a dot, or one of the list that its disc opens', async () => {
    const { town, input } = await open()
    const reached = dots().map(({ dataset }) => dataset['of']!)
    for (const disc of discs()) {
      disc.click()
      await nextTick()
      reached.push(...all('[data-member]').map(({ dataset }) => dataset['member']!))
    }
    expect(reached.sort()).toEqual([...town].sort())
    const { alone, clusters } = compoundMarks(input)
    const outside = [
      ...alone,
      ...clusters.filter(({ members }) => !town.has(members[0]!)).flatMap((one) => one.members),
    ]
    expect([...reached, ...outside].sort()).toEqual(ROWS.map(({ id }) => id).sort())
  })

  it('says how many, and each button what it is, in both languages', async () => {
    const { town } = await open('en')
    expect(document.querySelector('[data-town-inset] header')?.textContent).toContain(
      `Town: ${town.size} compounds`,
    )
    expect(dots()[0]!.getAttribute('aria-label')).toMatch(/号院 \d+\.\d% · n 100 offices/)
    expect(discs()[0]!.getAttribute('aria-label')).toMatch(/^\d+ compounds, open their list$/)
  })

  it('lights a compound by pointer and focus, names it, and opens it', async () => {
    await open()
    const view = useViewStore()
    const [dot] = dots()
    dot!.dispatchEvent(new Event('pointerenter'))
    await nextTick()
    expect(view.hovered).toEqual({ layer: 'compounds', id: dot!.dataset['of'] })
    expect(dot!.classList.contains('lit')).toBe(true)
    const named = all('[data-town-inset] .label b').map(({ textContent }) => textContent)
    expect(named).toContain(ROWS.find(({ id }) => id === dot!.dataset['of'])!.name)
    dot!.dispatchEvent(new Event('pointerleave'))
    expect(view.hovered).toBeNull()
    dot!.click()
    expect(view.place).toBe(dot!.dataset['of'])
  })
})

describe('the list of a disc', () => {
  it('leaves the focus where it is while the list is open, whatever is lit or read anew', async () => {
    const { input } = await open()
    discs()[0]!.click()
    await settled()
    const third = all('[data-member]')[2]!
    third.focus()
    await mounted.wrapper.setProps({ input: { ...input, hovered: useViewStore().hovered } })
    await settled()
    expect(document.activeElement).toBe(third)
    expect(useViewStore().hovered?.id).toBe(third.dataset['member'])
    third.blur()
    expect(useViewStore().hovered).toBeNull()
  })

  it('has the focus once it opens, and the disc again at Esc', async () => {
    await open()
    discs()[0]!.click()
    await settled()
    const first = document.activeElement as HTMLElement
    expect(first.dataset['member']).toBeDefined()
    expect(useViewStore().hovered?.id).toBe(first.dataset['member'])
    first.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await nextTick()
    expect([all('[data-member]').length, document.activeElement]).toEqual([0, discs()[0]])
  })
})

describe('over the map', () => {
  it('every disc is a button for keys, which looks closer', async () => {
    const { input } = await open()
    const keys = all('.disc-key')
    expect(keys.length).toBe(compoundMarks(input).clusters.length)
    keys[0]!.focus()
    expect(useViewStore().hovered?.layer).toBe('compound-clusters')
    keys[0]!.click()
    expect(mounted.wrapper.emitted('pick')?.[0]?.[0]).toMatchObject({ layer: 'compound-clusters' })
  })

  it('a line goes from the lit row to its mark: in the inset for the town, else on the map', async () => {
    const { town } = await open()
    const ui = useUiStore()
    const circle = async (of: string) => {
      ui.linkFrom = { of, x: 1000, y: 300 }
      await nextTick()
      const at = document.querySelector('[data-link] circle')
      return at && [Number(at.getAttribute('cx')), Number(at.getAttribute('cy'))]
    }
    const [inside] = [...town]
    const [x, y] = (await circle(inside!))!
    expect([x! >= ROOM.x && x! <= ROOM.x + ROOM.width, y! >= ROOM.y && y! <= ROOM.y + ROOM.height]).toEqual([
      true,
      true,
    ])
    const outer = ROWS.find(({ id }) => !town.has(id))!
    const spot = await circle(outer.id)
    if (spot) expect(spot[0]).not.toBe(x)
    expect(await circle('none')).toBeNull()
  })
})
