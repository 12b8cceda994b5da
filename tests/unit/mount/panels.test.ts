// @vitest-environment happy-dom
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { VueWrapper } from '@vue/test-utils'
import { PANELS } from '../../../src/boards/registry.ts'
import { faultsOfWords, listen } from '../../builders/mount/faults.ts'
import { makeStage, mountPanel, roleFor, say, type Mood } from '../../builders/mount/mounting.ts'

const MOODS: readonly Mood[] = ['full', 'bare', 'empty', 'loading', 'refused', 'failed']
vi.mock('../../../src/widgets/chart/echarts.ts', () => ({
  makeChart: () => ({ on: () => undefined, setOption: () => undefined, resize: () => undefined, dispose: () => undefined }),
}))

const ear = listen()
let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
  document.body.replaceChildren()
})
afterAll(() => ear.stop())

describe.each(PANELS.map((panel) => [panel.id, panel] as const))('%s', (id, panel) => {
  it.each(MOODS)('%s', async (mood) => {
    const stage = await makeStage(mood, roleFor(panel.needs))
    mounted = await mountPanel(panel)
    const faults: string[] = []
    for (const lang of ['zh', 'en'] as const) {
      await say(lang)
      faults.push(...faultsOfWords(document.body).map((fault) => `${lang} ${fault}`))
    }
    const states = [...document.querySelectorAll('[data-state]')].map((e) => e.getAttribute('data-state'))
    console.log(id, mood, states.join(), document.body.textContent?.slice(0, 200).replace(/\s+/g, ' '))
    expect([...faults, ...ear.taken(), ...stage.served.strange]).toEqual([])
  })
})
