// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { all, one, pressOn, read } from '../../builders/mount/hand.ts'
import DropSheet from '../../../src/widgets/controls/DropSheet.vue'
import ModalSheet from '../../../src/widgets/controls/ModalSheet.vue'
import { i18n } from '../../../src/i18n/index.ts'

beforeAll(async () => void (await import('../../../src/widgets/controls/SheetBody.vue')))
let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
  document.body.replaceChildren()
})
const settled = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) {
    await flushPromises()
    await new Promise((done) => setTimeout(done, 5))
  }
}
const escape = async (): Promise<void> => {
  ;(document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
  )
  await settled()
}
const pressAt = async (of: Element): Promise<void> => {
  of.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }))
  ;(of as HTMLElement).click()
  await settled()
}

describe('a sheet beneath its button', () => {
  const sheet = (): HTMLElement[] => all('.sheet')
  const open = async (
    inside = () => [h('p', '来源正常'), h('button', { class: 'inner' }, '打开')],
  ): Promise<void> => {
    mounted = mount(
      {
        render: () => [
          h(DropSheet, { label: '数据来源' }, { face: () => h('b', '●'), default: inside }),
          h('main', '别处'),
        ],
      },
      { attachTo: document.body, global: { plugins: [i18n] } },
    )
    await settled()
    await pressAt(one('.face'))
    await vi.waitFor(() => expect(sheet()).toHaveLength(1))
  }

  it('is not there before the press, then stands with its name and its content', async () => {
    mounted = mount(DropSheet, {
      attachTo: document.body,
      props: { label: '数据来源' },
      slots: { face: () => h('b', '●'), default: () => h('p', '来源正常') },
      global: { plugins: [i18n] },
    })
    expect([sheet(), one('.face').getAttribute('aria-expanded')]).toEqual([[], 'false'])
    expect(read('.face')).toBe('数据来源●')
    await pressAt(one('.face'))
    await vi.waitFor(() => expect(sheet()).toHaveLength(1))
    expect(one('.face').getAttribute('aria-expanded')).toBe('true')
    expect([one('.sheet').getAttribute('aria-label'), read('.sheet')]).toEqual(['数据来源', '来源正常'])
  })

  it('is closed by a press inside, and by Escape with the focus back on the button', async () => {
    await open()
    await pressOn('.inner')
    await settled()
    expect(sheet()).toEqual([])
    await pressAt(one('.face'))
    await vi.waitFor(() => expect(sheet()).toHaveLength(1))
    await settled()
    await escape()
    expect(sheet()).toEqual([])
    expect(document.activeElement).toBe(one('.face'))
  })

  it('is closed by a press elsewhere, and by another one on its button', async () => {
    await open()
    await settled()
    await pressAt(one('main'))
    expect(sheet()).toEqual([])
    await pressAt(one('.face'))
    await vi.waitFor(() => expect(sheet()).toHaveLength(1))
    await settled()
    await pressAt(one('.face'))
    expect(sheet()).toEqual([])
  })
})

describe('a sheet above all else', () => {
  const closed = vi.fn()
  const open = async (): Promise<void> => {
    closed.mockClear()
    mounted = mount(ModalSheet, {
      attachTo: document.body,
      props: { title: '上墙', onClose: closed },
      slots: { default: () => h('button', { class: 'inner' }, '生成配对码') },
    })
    await settled()
  }

  it('says its title, names itself by it, and keeps the focus within', async () => {
    await open()
    expect([read('.sheet h2'), read('.sheet button')]).toEqual(['上墙', '生成配对码'])
    const dialog = one('[role=dialog]')
    expect(one(`#${dialog.getAttribute('aria-labelledby')}`).textContent).toBe('上墙')
    expect(dialog.contains(document.activeElement)).toBe(true)
    await pressOn('.inner')
    expect(closed).not.toHaveBeenCalled()
  })

  it('asks to be put away by Escape, once', async () => {
    await open()
    await escape()
    expect(closed).toHaveBeenCalledOnce()
  })
})
