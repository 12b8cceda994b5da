import { mount, type VueWrapper } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { i18n } from '../../../src/i18n/index.ts'
import { faultsOfWords, listen } from './faults.ts'
import { settled, type Stage } from './stage.ts'

const NOTHING = { render: () => null }

export interface MountedPart {
  readonly wrapper: VueWrapper
  readonly router: Router
}

/** What on the page can be pressed and says these words: menus and sheets lie outside what opened them. */
export const pressable = (words: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>('button')].find((button) =>
    `${button.textContent} ${button.getAttribute('aria-label')}`.includes(words),
  )
  if (!found) throw new Error(`no button says ${words}: ${document.body.textContent}`)
  return found
}

/** One part of the screen on its stage, at an address. `props` may hold listeners (`onOpen`). */
export const mountPart = async (
  part: Component,
  { pinia }: Stage,
  props: Readonly<Record<string, unknown>> = {},
  path = '/view',
): Promise<MountedPart> => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/signin', name: 'signin', component: NOTHING, meta: { open: true } },
      { path: '/password', name: 'password', component: NOTHING },
      { path: '/view/:place?', name: 'view', component: NOTHING },
      { path: '/:rest(.*)*', component: NOTHING },
    ],
  })
  await router.push(path)
  const wrapper = mount(part, { attachTo: document.body, props, global: { plugins: [pinia, i18n, router] } })
  await settled()
  return { wrapper, router }
}

interface Standing {
  /** Whether after each test nothing may be wrong with the words on the page, and the console has heard nothing. */
  readonly sound?: boolean
  /** What opens lies in chunks of its own: those that are there before the first press. */
  readonly chunks?: readonly (() => Promise<unknown>)[]
  /** What else is put back after each test. */
  readonly after?: () => unknown
}

/** What stands on the page: one thing at a time, put away after each test, with an ear for the console. */
export const useMounted = ({ sound = false, chunks = [], after }: Standing = {}) => {
  const ear = listen()
  let mounted: VueWrapper | null = null
  const leave = (): void => {
    mounted?.unmount()
    mounted = null
    document.body.replaceChildren()
  }
  beforeAll(() => Promise.all(chunks.map((load) => load())))
  afterEach(async () => {
    const faults = sound ? [...faultsOfWords(document.body), ...ear.taken()] : []
    leave()
    await after?.()
    expect(faults).toEqual([])
  })
  afterAll(() => ear.stop())
  return {
    /** What stands there from now on. */
    keep: <M extends VueWrapper | MountedPart>(what: M): M => {
      mounted = 'wrapper' in what ? what.wrapper : what
      return what
    },
    leave,
    /** What the console heard since it was last asked. */
    taken: ear.taken,
  }
}
