import { flushPromises } from '@vue/test-utils'
import { i18n } from '../../../src/i18n/index.ts'

const FAULTY = /undefined|\bNaN\b|\[object |\bnull\b|Infinity|\{[a-zA-Z]+\}|%s/
const SPOKEN = ['title', 'aria-label', 'placeholder', 'alt', 'aria-valuetext'] as const

/** What is wrong with the words on the page: each with the element that says it. */
export const faultsOfWords = (root: Element): string[] => {
  const faults: string[] = []
  const look = (words: string | null, where: Element, as: string): void => {
    if (words && FAULTY.test(words))
      faults.push(
        `<${where.tagName.toLowerCase()} class="${where.className}"> ${as}: ${words.trim().slice(0, 160)}`,
      )
  }
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const node of element.childNodes) if (node.nodeType === 3) look(node.textContent, element, 'text')
    for (const name of SPOKEN) look(element.getAttribute(name), element, name)
  }
  return faults
}

/** How a card asks whether it has a word for what a platform wrote. */
const QUIET = /Fall back to translate exists/

/** Nothing moves by itself. What Vue, vue-i18n or anything else said to the console or left unhandled since it was last asked. */
export const listen = (): { taken(): string[]; stop(): void } => {
  let heard: string[] = []
  const hear =
    (as: string) =>
    (...words: unknown[]): void => {
      if (QUIET.test(String(words[0]))) return
      heard.push(
        `${as}: ${words
          .map((word) => (word instanceof Error ? (word.stack ?? word.message) : String(word)))
          .join(' ')
          .slice(0, 600)}`,
      )
    }
  const screen = (globalThis as { happyDOM?: { settings: { device: { prefersReducedMotion: string } } } })
    .happyDOM
  if (screen) screen.settings.device.prefersReducedMotion = 'reduce'
  const kept = { warn: console.warn, error: console.error }
  console.warn = hear('warning')
  console.error = hear('error')
  const rejected = hear('unhandled')
  process.on('unhandledRejection', rejected)
  i18n.global.setMissingHandler((lang, key) => void heard.push(`missing: ${lang} ${key}`))
  return {
    taken: () => {
      const now = heard
      heard = []
      return now
    },
    stop: () => {
      Object.assign(console, kept)
      process.off('unhandledRejection', rejected)
    },
  }
}

const PRESSED = 'button, [role="button"], [role="tab"], [role="row"][tabindex], summary'
const MOST_PRESSES = 60

/** As a hand presses: a tab opens as the button goes down. */
export const press = (element: HTMLElement): void => {
  element.dispatchEvent(new MouseEvent('mousedown', { button: 0, bubbles: true }))
  element.click()
}

/** Presses everything that can be pressed, one after the other; tells what was wrong with the words after each. */
export const pressAll = async (root: Element): Promise<string[]> => {
  const faults = new Set<string>()
  const seen = new Set<string>()
  const nameOf = (element: Element): string =>
    `${element.tagName} ${element.className} ${element.getAttribute('aria-label') ?? ''} ${element.textContent?.slice(0, 40)}`
  for (let i = 0; i < MOST_PRESSES; i++) {
    const next = [...root.querySelectorAll<HTMLElement>(PRESSED)].find(
      (element) => !seen.has(nameOf(element)),
    )
    if (!next) break
    seen.add(nameOf(next))
    press(next)
    await flushPromises()
    for (const fault of faultsOfWords(root)) faults.add(`after ${nameOf(next)}: ${fault}`)
  }
  return [...faults]
}

/** The states of the frames on the page. */
export const statesOf = (root: Element): string[] =>
  [...root.querySelectorAll('[data-state]')].map((frame) => frame.getAttribute('data-state') ?? '')
