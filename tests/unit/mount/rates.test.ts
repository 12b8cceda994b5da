// @vitest-environment happy-dom
import { defineComponent, h, nextTick, provide, ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { PANELS } from '../../../src/boards/registry.ts'
import { AGE_BEAT } from '../../../src/widgets/frameProps.ts'
import PanelFrame from '../../../src/widgets/PanelFrame.vue'
import WhyFigure from '../../../src/widgets/why/WhyFigure.vue'
import { mountPanel } from '../../builders/mount/mounting.ts'
import { NOW } from '../../builders/mount/names.ts'
import { mountPart, useMounted } from '../../builders/mount/part.ts'
import { makeStage, roleFor } from '../../builders/mount/stage.ts'

vi.mock('../../../src/widgets/chart/echarts.ts', async () => await import('../../builders/mount/charts.ts'))

const { keep } = useMounted()

/** How many trips a rate of trips was compared over stands beneath it, with the days. */
const BENEATH = '[data-do="compared"]'
const nOf = (figure: Element): string =>
  (
    figure.querySelector('.n') ??
    figure.closest('.panel')?.querySelector('footer [data-n]') ??
    figure.parentElement?.querySelector(BENEATH)
  )?.textContent?.trim() ?? ''

const SCENE = PANELS.filter(({ placement }) => placement !== 'page')
const rates = (): Element[] =>
  [...document.querySelectorAll('.why-figure')].filter(
    (figure) => figure.querySelector('.rate small')?.textContent === '%',
  )

describe.each(SCENE.map((panel) => [panel.id, panel] as const))('%s', (_, panel) => {
  it('prints with every rate what it is counted over, beside it or at its foot, and not twice', async () => {
    keep(await mountPanel(panel, await makeStage('full', roleFor(panel.needs, false))))
    for (const figure of rates()) {
      expect(nOf(figure), figure.textContent ?? '').toMatch(/\d/)
      const [own, foot] = [figure.querySelector('.n'), figure.closest('.panel')?.querySelector('[data-n]')]
      expect(own !== null && foot != null && own.textContent === foot.textContent).toBe(false)
    }
  })
})

/** What is called when something changes its size. */
const hearSizes = (): readonly (() => void)[] => {
  const sized: (() => void)[] = []
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(changed: () => void) {
        sized.push(changed)
      }
      observe(): void {}
      disconnect(): void {}
    },
  )
  return sized
}

describe('the foot of a panel', () => {
  const show = async (...ns: string[]): Promise<[beside: (string | null)[], foot: string | null]> => {
    const figures = ns.map((n, i) => h(WhyFigure, { label: `f${i}`, rate: { value: '4.1', unit: '%', n } }))
    const stage = await makeStage('full', 'manager')
    const part = { render: () => h(PanelFrame, { title: 't', at: NOW }, () => figures) }
    keep(await mountPart(part, stage))
    return [
      [...document.querySelectorAll('.why-figure .n')].map(({ textContent }) => textContent),
      document.querySelector('footer [data-n]')?.textContent ?? null,
    ]
  }

  it('says the n that all its figures have', async () =>
    expect(await show('n 1,024 间', '', 'n 1,024 间')).toEqual([[], 'n 1,024 间']))

  it('leaves each its own where they have several', async () =>
    expect(await show('n 1,024 间', 'n 40 间')).toEqual([['n 1,024 间', 'n 40 间'], null]))

  it('is measured when its words come and when its room changes, and not each second', async () => {
    const sized = hearSizes()
    const top = vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get')
    const now = ref(NOW)
    const figure = h(WhyFigure, { label: 'f', rate: { value: '4.1', unit: '%', n: 'n 1,024 间' } })
    const part = defineComponent(() => {
      provide(AGE_BEAT, now)
      return () => h(PanelFrame, { title: 't', at: NOW }, () => [figure])
    })
    keep(await mountPart(part, await makeStage('full', 'manager')))
    await nextTick()
    const measured = top.mock.calls.length
    for (let second = 1; second <= 3; second++) {
      now.value = NOW + second * 20_000
      await nextTick()
    }
    expect(document.querySelector('footer .age')?.textContent).toBe('60 秒前')
    expect([measured > 0, top.mock.calls.length]).toEqual([true, measured])
    sized.at(-1)!()
    expect(top.mock.calls.length).toBeGreaterThan(measured)
    top.mockRestore()
    vi.unstubAllGlobals()
  })

  it('leaves it beside the figure where it has no room', async () => {
    const top = vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get')
    top.mockImplementation(function (this: HTMLElement) {
      return this.hasAttribute('data-n') ? 20 : 0
    })
    const [beside] = await show('n 1,024 间')
    top.mockRestore()
    expect(beside).toEqual(['n 1,024 间'])
  })
})
