// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import DropMenu from '../../../src/widgets/controls/DropMenu.vue'
import { i18n } from '../../../src/i18n/index.ts'
import VirtualTable from '../../../src/widgets/VirtualTable.vue'
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

const rows = [
  { id: 'b', n: 2 },
  { id: 'a', n: null },
  { id: 'c', n: 10 },
]

const table = () =>
  show(
    mount(VirtualTable<(typeof rows)[number]>, {
      attachTo: document.body,
      global: { plugins: [i18n] },
      props: {
        rows,
        columns: [
          { key: 'id', title: '名称' },
          { key: 'n', title: '数', sort: (row: (typeof rows)[number]) => row.n },
        ],
        rowKey: (row: (typeof rows)[number]) => row.id,
        rowEm: 5,
        label: '表',
      },
    }),
  )

const order = (wrapper: VueWrapper): (string | undefined)[] =>
  wrapper.findAll('[role=row][data-of]').map((row) => row.attributes('data-of'))

const screen_ = globalThis as unknown as { happyDOM: { setViewport(size: { width: number }): void } }
/** Every size on the page is as the test says, and is told when it asks. */
const stubSizes = (): ((entries: []) => void)[] => {
  const tell: ((entries: []) => void)[] = []
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(told: (entries: []) => void) {
        tell.push(told)
      }
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  )
  return tell
}

describe('a table', () => {
  it('has each row beneath the one before, as high as its text asks', async () => {
    const tell = stubSizes()
    vi.spyOn(window, 'getComputedStyle').mockReturnValue({ fontSize: '20px' } as CSSStyleDeclaration)
    const wrapper = table()
    for (const one of tell) one([])
    await settled()
    const second = wrapper.findAll<HTMLElement>('[role=row][data-of]')[1]!.element.style
    expect([second.height, second.transform]).toEqual(['100px', 'translateY(100px)'])
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it('has a row’s cells beneath each other, each by its name, where its columns have no room', async () => {
    const wide = vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
    vi.spyOn(window, 'getComputedStyle').mockReturnValue({ fontSize: '14px' } as CSSStyleDeclaration)
    const tell = stubSizes()
    const columns = ['id', 'n', 'a', 'b', 'c', 'd'].map((key) => ({ key, title: `列${key}` }))
    const wrapper = table()
    await wrapper.setProps({ columns })
    const named = async (): Promise<string[]> => {
      for (const one of tell) one([])
      await settled()
      return wrapper.findAll('[data-of=b] .name').map((name) => name.text())
    }
    expect(await named()).toEqual([])
    wide.mockReturnValue(370)
    expect(await named()).toEqual(['列n', '列a', '列b', '列c', '列d'])
    expect(wrapper.find<HTMLElement>('[data-of=b]').element.style.height).toBe('auto')
    wide.mockReturnValue(800)
    expect(await named()).toEqual([])
    await wrapper.setProps({ columns: columns.slice(0, 5) })
    wide.mockReturnValue(430)
    expect(await named()).toEqual([])
    screen_.happyDOM.setViewport({ width: 430 })
    expect(await named()).toEqual(['列n', '列a', '列b', '列c'])
    screen_.happyDOM.setViewport({ width: 1024 })
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it('turns by a heading: downwards, upwards, as it came; what is not known stays last', async () => {
    const wrapper = table()
    await settled()
    expect(order(wrapper)).toEqual(['b', 'a', 'c'])
    const heading = wrapper.find('[data-sort=n]')
    await heading.trigger('click')
    expect(order(wrapper)).toEqual(['c', 'b', 'a'])
    await heading.trigger('click')
    expect(order(wrapper)).toEqual(['b', 'c', 'a'])
    expect(wrapper.find('[aria-sort]').attributes('aria-sort')).toBe('ascending')
    await heading.trigger('click')
    expect(order(wrapper)).toEqual(['b', 'a', 'c'])
  })
})
