import type { VueWrapper } from '@vue/test-utils'
import type { PanelManifest } from '../../../src/boards/panel.ts'
import { PANELS } from '../../../src/boards/registry.ts'
import type { Role } from '../../../src/shared/kernel/roles.ts'
import { mountApp } from './app.ts'
import { mountPanel } from './mounting.ts'
import { useMounted } from './part.ts'
import { makeStage, speak, type Mood, type Stage } from './stage.ts'

export const panelNamed = (id: string): PanelManifest => {
  const found = PANELS.find((panel) => panel.id === id)
  if (!found) throw new Error(`no panel ${id}`)
  return found
}

interface Opening {
  readonly role?: Role
  readonly mood?: Mood
  /** What is arranged before anything is asked: answers, and what the stores hold. */
  readonly before?: (stage: Stage) => void
}

/** One screen at a time, in Chinese, put away after each test. */
export const useScreen = () => {
  const { keep, leave, taken } = useMounted()
  const open = async (
    how: (stage: Stage) => Promise<VueWrapper>,
    { role = 'manager', mood = 'full', before }: Opening,
  ): Promise<Stage> => {
    leave()
    const stage = await makeStage(mood, role, before)
    await speak('zh')
    keep(await how(stage))
    return stage
  }
  return {
    panel: (id: string, opening: Opening = {}) => open((stage) => mountPanel(panelNamed(id), stage), opening),
    page: (path: string, opening: Opening = {}) => open((stage) => mountApp(path, stage), opening),
    /** What the console heard and what no contract has, since it was last asked. */
    faults: taken,
  }
}
