// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'
import type { PanelManifest } from '../../../src/boards/panel.ts'
import { PANELS } from '../../../src/boards/registry.ts'
import { press } from '../../builders/mount/faults.ts'
import { mountPanel } from '../../builders/mount/mounting.ts'
import { useMounted } from '../../builders/mount/part.ts'
import { makeStage, settled, speak } from '../../builders/mount/stage.ts'

vi.mock('../../../src/widgets/chart/echarts.ts', async () => await import('../../builders/mount/charts.ts'))

const { keep, taken } = useMounted()

const pressOn = async (of: Element | null | undefined): Promise<void> => {
  press(of as HTMLElement)
  await settled()
}
const choices = (): Element[] => [...document.querySelectorAll('.choices button')]
const pressed = (): number[] =>
  choices().flatMap((button, i) => (button.getAttribute('aria-pressed') === 'true' ? [i] : []))

it.each([
  ['findings', []],
  ['uncovered', [0]],
] as const)('what is chosen of %s is taken back by a second press', async (section, all) => {
  const stage = await makeStage('full', 'manager')
  keep(await mountPanel(PANELS.find(({ id }) => id === 'vehicle-ledger') as PanelManifest, stage))
  await speak('zh')
  await pressOn(document.querySelector(`[data-section=${section}]`))
  expect(choices().length).toBeGreaterThan(1)
  expect(pressed()).toEqual(all)
  await pressOn(choices()[1])
  expect(pressed()).toEqual([1])
  await pressOn(choices()[1])
  expect(pressed()).toEqual(all)
  expect(taken()).toEqual([])
})
