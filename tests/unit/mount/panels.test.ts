// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { ROLES, type Role } from '../../../src/shared/kernel/roles.ts'
import type { PanelManifest } from '../../../src/boards/panel.ts'
import { PANELS } from '../../../src/boards/registry.ts'
import { workplacesOf } from '../../../src/app/shell/workplaces.ts'
import { useReplayStore } from '../../../src/state/stores/index.ts'
import { faultsOfWords, pressAll, statesOf } from '../../builders/mount/faults.ts'
import { mountPanel, renderedBySeconds } from '../../builders/mount/mounting.ts'
import { NOW } from '../../builders/mount/names.ts'
import { useMounted } from '../../builders/mount/part.ts'
import {
  makeStage,
  roleFor,
  settled,
  speak,
  turn,
  type Mood,
  type Stage,
} from '../../builders/mount/stage.ts'

vi.mock('../../../src/widgets/chart/echarts.ts', async () => await import('../../builders/mount/charts.ts'))

const { keep, leave, taken } = useMounted()

/** Of those who work where the panel is shown. */
const rolesAround = (panel: PanelManifest): readonly Role[] =>
  panel.placement === 'page'
    ? ROLES.filter((role) =>
        workplacesOf(role).some((place) => [panel.workplace].flat().includes(place as never)),
      )
    : ROLES
const open = async (mood: Mood, panel: PanelManifest, masked = false): Promise<Stage> => {
  const stage = await makeStage(mood, roleFor(panel.needs, masked, rolesAround(panel)))
  keep(await mountPanel(panel, stage))
  return stage
}
/** Nothing wrong in the words of both languages, in the console, or with what was asked; `unlike`: states that no frame may be in. */
const expectSound = async (stage: Stage, unlike: readonly string[]): Promise<void> => {
  const faults: string[] = []
  for (const lang of ['zh', 'en'] as const) {
    await speak(lang)
    faults.push(...faultsOfWords(document.body))
  }
  const wrong = statesOf(document.body).filter((state) => unlike.includes(state))
  expect([
    ...faults,
    ...wrong.map((state) => `a frame is ${state}`),
    ...taken(),
    ...stage.served.strange,
  ]).toEqual([])
}
const said = (): string => document.body.textContent?.trim() ?? ''

describe.each(PANELS.map((panel) => [panel.id, panel] as const))('%s', (_, panel) => {
  it('says all of a full answer, answers every press, and comes back from the past', async () => {
    const stage = await open('full', panel)
    await expectSound(stage, ['loading', 'error', 'empty'])
    expect(said()).not.toBe('')
    expect((await renderedBySeconds()).filter((name) => name !== 'AgeDot')).toEqual([])
    const live = said()
    useReplayStore().seek(NOW - 3_600_000)
    await settled()
    await expectSound(stage, ['loading', 'error'])
    stage.served.mood = 'not-kept'
    useReplayStore().seek(NOW - 7_200_000)
    await settled()
    await expectSound(stage, ['loading', 'error'])
    stage.served.mood = 'full'
    useReplayStore().live()
    await settled()
    expect(said()).toBe(live)
    expect(await pressAll(document.body)).toEqual([])
    await expectSound(stage, [])
    if (stage.served.masked) await expectMasked(panel)
  })

  it('waits, then says what little there is', async () => {
    const stage = await open('waiting', panel)
    await expectSound(stage, ['ready', 'stale', 'empty', 'error'])
    await turn(stage, 'bare')
    await expectSound(stage, ['loading', 'error'])
    expect(said()).not.toBe('')
  })

  it('says that there is nothing', async () => {
    const stage = await open('empty', panel)
    await expectSound(stage, ['loading', 'error'])
    expect(said()).not.toBe('')
  })

  it('says that it was refused', async () => {
    const stage = await open('refused', panel)
    await expectSound(stage, ['loading', 'ready', 'stale', 'empty', 'error'])
    expect(said()).not.toBe('')
  })

  it('says that it failed, and is whole after the retry', async () => {
    const stage = await open('failed', panel)
    await expectSound(stage, ['loading'])
    expect(said()).not.toBe('')
    stage.served.mood = 'full'
    for (const button of document.querySelectorAll<HTMLElement>('[data-state="error"] .words button'))
      button.click()
    await settled()
    await expectSound(stage, ['loading', 'error'])
  })
})

/** Names and plates stand as the server masked them; who may not unmask is offered no way. */
const expectMasked = async (panel: PanelManifest): Promise<void> => {
  leave()
  const stage = await open('masked', panel, true)
  await expectSound(stage, ['loading', 'error', 'empty'])
  expect(said()).not.toMatch(/张三|桂A·12|13800001234/)
}
