// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createPinia } from 'pinia'
import { MissingPart } from '../../../../src/app/chunks/asking.ts'
import PanelHost from '../../../../src/app/frame/panels/PanelHost.vue'
import type { PanelManifest } from '../../../../src/boards/panel.ts'
import { i18n } from '../../../../src/i18n/index.ts'
import { makeLiveConnector } from '../../../../src/connectors/live/live.ts'
import { lazyPart } from '../../../../src/widgets/part/lazyPart.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const Body = defineComponent({
  props: { word: { type: String, required: true } },
  emits: ['done'],
  setup:
    (props, { emit, slots }) =>
    () =>
      h('b', { onClick: () => emit('done') }, [props.word, slots.default?.()]),
})
const parts = (fails: number) => {
  const load = vi.fn(async () => {
    if (load.mock.calls.length <= fails) throw new Error('it did not come')
    return { default: Body }
  })
  const done = vi.fn()
  const wrapper = mount(lazyPart(load), {
    global: { plugins: [i18n] },
    props: { word: '词', onDone: done },
    slots: { default: () => '内' },
  })
  return { load, done, wrapper }
}

describe('a part that comes when it is shown', () => {
  it('says that it did not come, is asked for by a press, and then is itself with all it was given', async () => {
    const { load, done, wrapper } = parts(1)
    await flushPromises()
    expect(wrapper.find('[role=alert]').text()).toContain('未能载入')
    await wrapper.find('button').trigger('click')
    await flushPromises()
    expect([wrapper.text(), load.mock.calls.length]).toEqual(['词内', 2])
    await wrapper.find('b').trigger('click')
    expect(done).toHaveBeenCalledOnce()
  })

  it('is asked for by itself, ever more seldom, until it comes or nobody shows it', async () => {
    vi.useFakeTimers()
    const { load, wrapper } = parts(2)
    await vi.advanceTimersByTimeAsync(5000)
    expect(load).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(5000)
    expect(load).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(5000)
    expect(wrapper.text()).toBe('词内')
    const other = parts(9)
    await vi.advanceTimersByTimeAsync(0)
    other.wrapper.unmount()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(other.load).toHaveBeenCalledOnce()
  })
})

describe('a panel whose code does not come', () => {
  it('says so in its place in the page’s language, and is asked for by itself', async () => {
    vi.useFakeTimers()
    let asked = 0
    const load = async () => {
      if (asked++ === 0) throw new MissingPart('http://house.test/assets/Panel.js', 503)
      return { default: defineComponent({ setup: () => () => h('b', '数') }) }
    }
    const panel = { id: 'stub', placement: 'card', title: { zh: '面板', en: 'Panel' }, selections: [], load }
    const wrapper = mount(PanelHost, {
      global: { plugins: [createPinia(), i18n] },
      props: { panel: panel as unknown as PanelManifest, place: '450000', region: '450000' },
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(wrapper.find('[data-state=error]').text()).toContain('页面的一部分未能载入 (Panel.js: HTTP 503)')
    expect(wrapper.text()).not.toContain('did not come')
    await vi.advanceTimersByTimeAsync(5000)
    expect([wrapper.text(), asked]).toEqual(['数', 2])
    wrapper.unmount()
  })
})

describe('the worker of the live link', () => {
  it('whose file did not come is made anew and told all that it was to be told', async () => {
    vi.useFakeTimers()
    const made: { told: unknown[]; onerror: ((event: Event) => void) | null }[] = []
    vi.stubGlobal(
      'Worker',
      class {
        told: unknown[] = []
        onerror = null
        constructor() {
          made.push(this)
        }
        postMessage(message: unknown): void {
          this.told.push(message)
        }
        terminate(): void {}
      },
    )
    const link = makeLiveConnector('http://house.test')
    link.start()
    made[0]?.onerror?.(new Event('error'))
    link.subscribe('alerts', '450000')
    await vi.advanceTimersByTimeAsync(5000)
    expect(made[1]?.told).toEqual([
      { type: 'open', origin: 'http://house.test' },
      { type: 'subscribe', topic: 'alerts', region: '450000' },
    ])
    link.stop()
  })
})
