// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import DropMenu from '../../../src/widgets/controls/DropMenu.vue'
import SelectField from '../../../src/widgets/controls/SelectField.vue'

const mounted: VueWrapper[] = []
afterEach(() => {
  for (const one of mounted.splice(0)) one.unmount()
  document.body.replaceChildren()
})
const settled = async (): Promise<void> => {
  for (let i = 0; i < 8; i++) {
    await flushPromises()
    await new Promise((done) => setTimeout(done, 10))
  }
}
const show = <T extends VueWrapper>(wrapper: T): T => {
  mounted.push(wrapper)
  return wrapper
}

describe('a menu', () => {
  it('opens beneath its button with its groups, runs what is pressed and closes', async () => {
    const run = vi.fn()
    const wrapper = show(
      mount(DropMenu, {
        attachTo: document.body,
        props: {
          label: '菜单',
          groups: [
            { title: '平台', entries: [{ id: 'a', text: '管理', data: { 'data-action': 'a' }, run }] },
          ],
        },
        slots: { face: () => h('b', '≡') },
      }),
    )
    await wrapper.find('button').trigger('click')
    await vi.waitFor(() => expect(document.querySelector('[role=menu]')).not.toBeNull(), 5000)
    await settled()
    expect(document.body.innerHTML).toContain('data-action')
    const item = document.querySelector<HTMLElement>('[role=menu] button[data-action=a]')!
    item.click()
    await settled()
    expect(run).toHaveBeenCalledOnce()
    expect(document.querySelector('[role=menu]')).toBeNull()
  })
})

describe('a list', () => {
  it('shows its placeholder without a value, and hands over the value of what is pressed', async () => {
    const wrapper = show(
      mount(SelectField<string>, {
        attachTo: document.body,
        props: {
          name: 'kind',
          placeholder: '请选',
          options: [
            { value: '', text: '全部' },
            { value: 'x', text: '一类' },
          ],
          modelValue: undefined,
        },
      }),
    )
    expect(wrapper.find('[data-name=kind]').text()).toBe('请选')
    await wrapper.find('[data-name=kind]').trigger('keydown', { key: 'ArrowDown' })
    await settled()
    const option = document.querySelector<HTMLElement>('[data-list=kind] [role=option][data-value=""]')!
    option.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))
    await settled()
    expect(wrapper.emitted('update:modelValue')).toEqual([['']])
  })
})
