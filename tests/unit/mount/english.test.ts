// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { PANELS } from '../../../src/boards/registry.ts'
import { pressAll } from '../../builders/mount/faults.ts'
import { mountPanel } from '../../builders/mount/mounting.ts'
import { chineseNames } from './chinese.ts'
import { useMounted } from '../../builders/mount/part.ts'
import { makeStage, roleFor, settled, speak } from '../../builders/mount/stage.ts'
import { HAN_REASONS, hanIn } from '../../builders/screen/layout/han.ts'

vi.mock('../../../src/widgets/chart/echarts.ts', async () => await import('../../builders/mount/charts.ts'))

const { keep } = useMounted({ after: () => speak('zh') })

const SCENE = PANELS.filter(({ placement }) => placement !== 'page')

describe.each(SCENE.map((panel) => [panel.id, panel] as const))('%s in English', (_, panel) => {
  it('names places, units, rooms and what is done in them in Latin letters, and so do its cards of reasons', async () => {
    const stage = await makeStage('full', roleFor(panel.needs, false), chineseNames)
    await speak('en')
    keep(await mountPanel(panel, stage))
    expect(document.body.textContent?.trim()).not.toBe('')
    expect(hanIn(HAN_REASONS)).toEqual([])
    for (const why of document.querySelectorAll<HTMLElement>('.why-figure, [data-do="why"]')) {
      why.click()
      await settled()
      expect(hanIn(HAN_REASONS)).toEqual([])
    }
    await pressAll(document.body)
    expect(hanIn(HAN_REASONS)).toEqual([])
  })
})
