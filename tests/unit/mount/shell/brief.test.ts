// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { defineComponent, h, nextTick, ref } from 'vue'
import { describe, expect, it } from 'vitest'
import { sayingOf, useBriefPanels, usePanelBrief } from '../../../../src/app/frame/panels/brief.ts'
import { i18n } from '../../../../src/i18n/index.ts'
import type { Brief } from '../../../../src/widgets/frameProps.ts'
import PanelFrame from '../../../../src/widgets/PanelFrame.vue'

describe('what a panel has to say', () => {
  it('is told by its frame to whoever gives it its room; of another place it is asked anew', async () => {
    const [place, state] = [ref('450103'), ref<'loading' | 'ready' | 'empty' | 'refused'>('loading')]
    const isThere = ref(true)
    const says = ref<Brief>(false)
    let brief: ReadonlyMap<string, Brief> = new Map()
    const panel = defineComponent(() => {
      usePanelBrief(() => 'matters')
      return () => h(PanelFrame, { title: '待办', state: state.value, brief: says.value })
    })
    mount(
      defineComponent(() => {
        brief = useBriefPanels(() => place.value)
        return () => (isThere.value ? h(panel) : null)
      }),
      { global: { plugins: [i18n] } },
    )
    const after = async (next: typeof state.value): Promise<string[]> => {
      state.value = next
      await nextTick()
      return [...brief.keys()]
    }
    expect([[...brief.keys()], await after('empty'), await after('loading')]).toEqual([
      [],
      ['matters'],
      ['matters'],
    ])
    expect([await after('ready'), await after('refused')]).toEqual([[], ['matters']])
    says.value = 'nothing'
    await after('ready')
    const panels = [{ id: 'matters' }, { id: 'others' }]
    expect(sayingOf(panels, brief)).toEqual([{ id: 'others' }])
    expect(sayingOf(panels, new Map([['matters', true]]))).toEqual([
      { id: 'matters', brief: true },
      { id: 'others' },
    ])
    place.value = '450102'
    expect([...brief.keys()]).toEqual([])
    await nextTick()
    expect([...brief.keys()]).toEqual(['matters'])
    isThere.value = false
    await nextTick()
    place.value = '450103'
    await nextTick()
    expect([...brief.keys()]).toEqual([])
  })
})
