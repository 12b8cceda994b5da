// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { beforeEach, describe, expect, it, vi } from 'vitest'
import WhenEntry from '../../../../src/app/frame/time/WhenEntry.vue'
import { DAY_MS, HOUR_MS } from '../../../../src/shared/kernel/time/time.ts'
import { useReplayStore } from '../../../../src/state/stores/index.ts'
import { mountPart, useMounted } from '../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../builders/mount/stage.ts'

const { keep } = useMounted({ sound: true })
const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)
const DAY = Date.parse('2026-06-15T00:00:00+08:00')

let replay: ReturnType<typeof useReplayStore>
beforeEach(async () => {
  const stage = await makeStage('full', 'manager')
  replay = useReplayStore()
  keep(await mountPart(WhenEntry, stage))
})
const field = (): HTMLInputElement => find('input') as HTMLInputElement
const focus = async (): Promise<void> => {
  field().focus()
  field().dispatchEvent(new FocusEvent('focus'))
  await settled()
}
const type = async (text: string, inputType = 'insertText'): Promise<void> => {
  field().value = text
  field().setSelectionRange(text.length, text.length)
  field().dispatchEvent(new InputEvent('input', { inputType }))
  await settled()
}
const key = async (name: string): Promise<boolean> => {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })
  field().dispatchEvent(event)
  await settled()
  return event.defaultPrevented
}
const submit = async (): Promise<void> => {
  find('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settled()
}
const hint = (): string => find('.hint')?.textContent ?? ''

describe('the entry of an instant', () => {
  it('shows where the clock is, and goes where it is told', async () => {
    expect([field().value, find('[data-do="when-go"]')]).toEqual(['2026-06-15 10:07', null])
    await focus()
    await type('2026-06-14 09:30')
    expect(find('[data-do="when-go"]')).not.toBeNull()
    await submit()
    expect(replay.asked?.at).toBe(DAY - DAY_MS + 9.5 * HOUR_MS)
    expect([hint(), find('[data-do="when-go"]')]).toEqual(['', null])
  })

  it('puts the signs between digits as they are typed, and leaves what is taken away alone', async () => {
    await focus()
    await type('202606140930')
    expect(field().value).toBe('2026-06-14 09:30')
    await type('2026-06-14 0', 'deleteContentBackward')
    expect(field().value).toBe('2026-06-14 0')
  })

  it.each([
    ['gestern', 'whenBad'],
    ['2026-02-30 10:00', 'whenNone'],
    ['2026-06-15 10:08', 'whenAhead'],
  ])('refuses %s with its reason, until it is typed anew', async (text) => {
    await focus()
    const quiet = hint()
    await type(text)
    await submit()
    expect([replay.active, field().getAttribute('aria-invalid'), hint() === quiet]).toEqual([
      false,
      'true',
      false,
    ])
    expect(find('[role="alert"]')).not.toBeNull()
    await type('2026')
    expect([field().getAttribute('aria-invalid'), hint()]).toEqual(['false', quiet])
  })
})

describe('the entry of an instant', () => {
  it('goes by minutes with arrows and by hours with page keys, never past now', async () => {
    await focus()
    const seen: string[] = []
    for (const name of ['ArrowDown', 'PageDown', 'ArrowUp', 'PageUp', 'PageUp']) {
      expect(await key(name)).toBe(true)
      seen.push(field().value.slice(-5))
    }
    expect(seen).toEqual(['10:06', '09:06', '09:07', '10:07', '10:07'])
  })

  it('steps from the clock where what was typed is no instant, and leaves other keys alone', async () => {
    await focus()
    await type('gestern')
    await key('ArrowDown')
    expect(field().value).toBe('2026-06-15 10:06')
    expect(await key('a')).toBe(false)
  })

  it('is left by Escape or elsewhere with nothing changed; the screen behind does not hear of it', async () => {
    const behind = vi.fn()
    window.addEventListener('keydown', behind)
    await focus()
    await type('2026-01-01 00:00')
    await key('Escape')
    window.removeEventListener('keydown', behind)
    find('form')!.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    await settled()
    expect([document.activeElement === field(), behind.mock.calls, replay.active]).toEqual([false, [], false])
    expect(field().value).toBe('2026-06-15 10:07')
  })
})
