// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useKeyboard } from '../../../../src/app/shell/keyboard.ts'
import type { Navigation } from '../../../../src/app/shell/navigation.ts'
import { stepKey, wishOf } from '../../../../src/app/walk/steps.ts'
import { SCENES } from '../../../../src/app/shell/scenes.ts'
import { INDICES } from '../../../../src/shared/indices/indices.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import {
  REPLAY_BACK_MS,
  useReplayStore,
  useUiStore,
  useViewStore,
} from '../../../../src/state/stores/index.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { makeStage } from '../../../builders/mount/stage.ts'

let scope: EffectScope | null = null
let navigation: Record<'out' | 'enter' | 'step', ReturnType<typeof vi.fn>>
let chosen: string[]
let walkable = false
let fullScreen: ReturnType<typeof vi.fn<() => void>>
const sit = async (role: Role = 'manager'): Promise<void> => {
  await makeStage('empty', role)
  navigation = { out: vi.fn(), enter: vi.fn(), step: vi.fn() }
  chosen = []
  fullScreen = vi.fn()
  scope?.stop()
  scope = effectScope()
  scope.run(() =>
    useKeyboard({
      navigation: navigation as unknown as Navigation,
      chooseScene: (id) => void chosen.push(id),
      fullScreen,
      canWalk: () => walkable,
    }),
  )
}
beforeEach(() => sit())
afterEach(() => {
  scope?.stop()
  document.body.replaceChildren()
})

/** Presses a key where the focus is; whether the screen took it. */
const press = (key: string, at: EventTarget = document.body, over: KeyboardEventInit = {}): boolean => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over })
  at.dispatchEvent(event)
  return event.defaultPrevented
}
const put = (html: string): HTMLElement => {
  document.body.innerHTML = html
  return document.body.querySelector<HTMLElement>('[at]') ?? (document.body.firstElementChild as HTMLElement)
}

describe('a key', () => {
  it.each([
    ['a field', '<input>'],
    ['a text', '<textarea></textarea>'],
    ['a closed list', '<button role="combobox"></button>'],
    ['an open menu', '<div data-overlay><button at></button></div>'],
    ['words that are written', '<div contenteditable="true"></div>'],
  ])('belongs to %s that has the focus', (_, html) => {
    const field = put(html)
    const { index } = useViewStore()
    for (const key of ['3', 'g', '/', 'ArrowRight', 'Escape', 'Backspace'])
      expect([key, press(key, field)]).toEqual([key, false])
    expect([useViewStore().index, useViewStore().engine, useUiStore().searchOpen]).toEqual([
      index,
      'map',
      false,
    ])
    expect([navigation.step.mock.calls, navigation.out.mock.calls]).toEqual([[], []])
  })

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('with %s is the browser’s', (held) => {
    expect(press('g', document.body, { [held]: true })).toBe(false)
    expect(useViewStore().engine).toBe('map')
  })

  it('that somebody took already, or that means nothing, is left alone', () => {
    const taker = put('<div></div>')
    taker.addEventListener('keydown', (event) => event.preventDefault())
    press('g', taker)
    expect(useViewStore().engine).toBe('map')
    expect([press('q'), press('Tab'), press('0')]).toEqual([false, false, false])
  })
})

describe('keys choose what is shown', () => {
  it('1 to 9 an index, as many as there are', () => {
    for (const [i, index] of INDICES.slice(0, 9).entries()) {
      expect(press(String(i + 1))).toBe(true)
      expect(useViewStore().index).toBe(index.id)
    }
    expect(press(String(INDICES.length + 1))).toBe(false)
  })

  it('G the globe and back, large or small', () => {
    press('G')
    expect(useViewStore().engine).toBe('globe')
    press('g')
    expect(useViewStore().engine).toBe('map')
  })

  it('a presenter’s page keys the next scene and the one before, round and round', () => {
    const ids = SCENES.map(({ id }) => id)
    useViewStore().scene = ids[0]!
    expect([press('PageDown'), press('PageUp')]).toEqual([true, true])
    useViewStore().scene = ids.at(-1)!
    press('PageDown')
    expect(chosen).toEqual([ids[1], ids.at(-1), ids[0]])
  })
})

describe('keys of a walk', () => {
  it('W begins one where a floor is open on the stage, and nowhere else', () => {
    press('w')
    expect(useViewStore().walk).toBe(false)
    walkable = true
    expect([press('w'), useViewStore().walk]).toEqual([true, true])
    walkable = false
  })

  it('are no steps from place to place while one walks, and Esc ends it before anything else', () => {
    useViewStore().walk = true
    for (const key of ['ArrowRight', 'ArrowUp', 'w', 'a', 's', 'D']) press(key)
    expect([navigation.step.mock.calls, useViewStore().walk]).toEqual([[], true])
    press('Escape')
    expect([useViewStore().walk, navigation.out.mock.calls]).toEqual([false, []])
  })

  it('ask for one direction each, together for both, and for nothing once they are let go', () => {
    expect([
      wishOf(['w', 'd']),
      wishOf(['ArrowUp', 'w', 'ArrowLeft']),
      wishOf(['w', 's']),
      wishOf([]),
    ]).toEqual([
      { ahead: 1, aside: 1, turn: 0 },
      { ahead: 1, aside: 0, turn: -1 },
      { ahead: 0, aside: 0, turn: 0 },
      { ahead: 0, aside: 0, turn: 0 },
    ])
    expect([stepKey({ key: 'W' }), stepKey({ key: 'q' })]).toEqual(['w', null])
  })
})

describe('keys walk through the places', () => {
  it('arrows light the next and the one before', () => {
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) expect(press(key)).toBe(true)
    expect(navigation.step.mock.calls).toEqual([[1], [1], [-1], [-1]])
  })

  it('Enter goes in from the picture, and is a button’s own', () => {
    expect(press('Enter')).toBe(true)
    expect(press('Enter', put('<canvas></canvas>'))).toBe(true)
    expect(navigation.enter).toHaveBeenCalledTimes(2)
    expect(press('Enter', put('<button></button>'))).toBe(false)
    expect(navigation.enter).toHaveBeenCalledTimes(2)
  })

  it.each(['Escape', 'Backspace'])(
    '%s closes what is open, the card of reasons first, and then goes out',
    (key) => {
      const ui = useUiStore()
      ui.explain({ title: '超标率', value: '3 %' })
      ui.searchOpen = true
      press(key)
      expect([ui.why, ui.searchOpen]).toEqual([null, true])
      press(key)
      expect([ui.searchOpen, navigation.out.mock.calls.length]).toEqual([false, 0])
      expect(press(key)).toBe(true)
      expect(navigation.out).toHaveBeenCalledOnce()
    },
  )

  it('/ opens the search, ? the sheet of all keys', () => {
    expect([press('/'), press('?')]).toEqual([true, true])
    expect([useUiStore().searchOpen, useUiStore().helpOpen]).toEqual([true, true])
  })

  it('F is the whole screen, large or small', () => {
    expect([press('f'), press('F')]).toEqual([true, true])
    expect(fullScreen).toHaveBeenCalledTimes(2)
  })
})

describe('keys of the replay', () => {
  it('R opens it some minutes back and returns to the present', () => {
    const replay = useReplayStore()
    expect(press('r')).toBe(true)
    expect(replay.asked?.at).toBe(NOW - REPLAY_BACK_MS)
    press('R')
    expect(replay.active).toBe(false)
  })

  it('R opens nothing for who may not see tracks', async () => {
    await sit('wall')
    press('r')
    expect(useReplayStore().active).toBe(false)
  })

  it('the space bar stands and runs it, but scrolls while nothing is replayed and presses a button', () => {
    const replay = useReplayStore()
    expect([press(' '), replay.playing]).toEqual([false, true])
    replay.seek(NOW - REPLAY_BACK_MS)
    expect([press(' '), replay.playing]).toEqual([true, false])
    expect([press(' ', put('<button></button>')), replay.playing]).toEqual([false, false])
    expect([press(' '), replay.playing]).toEqual([true, true])
  })
})
