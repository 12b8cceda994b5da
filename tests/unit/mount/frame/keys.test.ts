// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref, useTemplateRef } from 'vue'
import RadioRow from '../../../../src/widgets/controls/row/RadioRow.vue'
import { useRoving } from '../../../../src/widgets/controls/row/roving.ts'

let wrapper: VueWrapper | null = null
afterEach(() => {
  wrapper?.unmount()
  wrapper = null
})
const all = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('button')]
const stops = (): string[] => all().flatMap((one) => (one.tabIndex === 0 ? [one.textContent!.trim()] : []))
const press = async (key: string, more: object = {}): Promise<Event> => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  document.activeElement!.dispatchEvent(event)
  await nextTick()
  return event
}
const at = (): string => document.activeElement?.textContent?.trim() ?? ''

describe('a row of which one is chosen', () => {
  const OPTIONS = ['a', 'b', 'c'].map((value) => ({ value, text: value, data: { 'data-id': value } }))
  const show = (modelValue: string): void => {
    wrapper = mount(RadioRow, {
      attachTo: document.body,
      props: {
        modelValue,
        options: OPTIONS,
        label: 'row',
        'onUpdate:modelValue': (next: string) => wrapper?.setProps({ modelValue: next }),
      },
    })
  }
  const chosen = (): string[] =>
    all().flatMap((one) =>
      one.ariaChecked === 'true' || one.getAttribute('aria-checked') === 'true' ? [one.dataset['id']!] : [],
    )

  it('is one Tab stop, where the chosen one is, or the first where none is', async () => {
    show('b')
    expect(stops()).toEqual(['b'])
    await wrapper!.setProps({ modelValue: 'z' })
    expect(stops()).toEqual(['a'])
  })

  it('is walked by the arrows round and round, and the one that is come to is chosen', async () => {
    show('b')
    all()[1]!.focus()
    const event = await press('ArrowRight')
    expect([event.defaultPrevented, at(), chosen(), stops()]).toEqual([true, 'c', ['c'], ['c']])
    await press('ArrowDown')
    expect([at(), chosen()]).toEqual(['a', ['a']])
    await press('ArrowLeft')
    expect(chosen()).toEqual(['c'])
    await press('Home')
    expect(chosen()).toEqual(['a'])
    await press('End')
    expect(chosen()).toEqual(['c'])
  })

  it('leaves other keys, and those with a modifier, to the page', async () => {
    show('b')
    all()[1]!.focus()
    const events = [await press('g'), await press('ArrowRight', { ctrlKey: true })]
    expect([events.map(({ defaultPrevented }) => defaultPrevented), chosen()]).toEqual([
      [false, false],
      ['b'],
    ])
  })
})

const rows = ref(3)
const Panel = defineComponent(() => {
  useRoving(useTemplateRef<HTMLElement>('root'))
  return () =>
    h('div', { ref: 'root' }, [
      h('button', 'own'),
      h('div', [h('button', { class: 'why-figure' }, 'f1'), h('button', { class: 'why-figure' }, 'f2')]),
      h(
        'ul',
        Array.from({ length: rows.value }, (_, i) =>
          h('li', { key: i }, [h('button', `go${i}`), h('button', `why${i}`)]),
        ),
      ),
      h('ul', [h('li', [h('button', 'alone')])]),
    ])
})
const showPanel = async (): Promise<void> => {
  rows.value = 3
  wrapper = mount(Panel, { attachTo: document.body })
  await nextTick()
}

describe('lists and figures within a panel', () => {
  it('are one Tab stop each, and what stands alone stays one', async () => {
    await showPanel()
    expect(stops()).toEqual(['own', 'f1', 'go0', 'alone'])
  })

  it('are walked in rows: up and down to the same of each, left and right through all', async () => {
    await showPanel()
    all()
      .find((one) => one.textContent === 'why0')!
      .focus()
    await press('ArrowDown')
    expect([at(), stops()]).toEqual(['why1', ['own', 'f1', 'why1', 'alone']])
    await press('ArrowLeft')
    expect(at()).toBe('go1')
    await press('ArrowUp')
    await press('ArrowUp')
    expect(at()).toBe('go2')
    await press('End')
    expect(at()).toBe('why2')
  })

  it('keep their one stop when rows come and go', async () => {
    await showPanel()
    all()
      .find((one) => one.textContent === 'go2')!
      .focus()
    rows.value = 5
    await nextTick()
    await new Promise((done) => setTimeout(done, 20))
    expect(stops()).toEqual(['own', 'f1', 'go2', 'alone'])
    rows.value = 2
    await nextTick()
    await new Promise((done) => setTimeout(done, 20))
    expect(stops()).toEqual(['own', 'f1', 'go0', 'alone'])
  })

  it('leave a key alone where there is one thing only', async () => {
    await showPanel()
    all()
      .find((one) => one.textContent === 'alone')!
      .focus()
    expect((await press('ArrowDown')).defaultPrevented).toBe(false)
  })
})
