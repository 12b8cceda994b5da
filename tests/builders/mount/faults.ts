import { i18n } from '../../../src/i18n/index.ts'

const FAULTY = /undefined|\bNaN\b|\[object |\bnull\b|Infinity|\{[a-zA-Z]+\}|%s/
const SPOKEN = ['title', 'aria-label', 'placeholder', 'alt', 'aria-valuetext'] as const

/** What is wrong with the words on the page: each with the element that says it. */
export const faultsOfWords = (root: Element): string[] => {
  const faults: string[] = []
  const look = (words: string | null, where: Element, as: string): void => {
    if (words && FAULTY.test(words))
      faults.push(`<${where.tagName.toLowerCase()} class="${where.className}"> ${as}: ${words.trim().slice(0, 160)}`)
  }
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const node of element.childNodes) if (node.nodeType === 3) look(node.textContent, element, 'text')
    for (const name of SPOKEN) look(element.getAttribute(name), element, name)
  }
  return faults
}

/** What Vue, vue-i18n or anything else said to the console or left unhandled since it was last asked. */
export const listen = (): { taken(): string[]; stop(): void } => {
  let heard: string[] = []
  const hear =
    (as: string) =>
    (...words: unknown[]): void => {
      heard.push(`${as}: ${words.map((word) => (word instanceof Error ? (word.stack ?? word.message) : String(word))).join(' ').slice(0, 600)}`)
    }
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
