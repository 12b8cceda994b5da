import { mount, type VueWrapper } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { i18n } from '../../../src/i18n/index.ts'
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
