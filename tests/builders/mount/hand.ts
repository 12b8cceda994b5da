import { press } from './faults.ts'
import { settled } from './stage.ts'

type Meant = string | Element | null | undefined

export const all = <E extends HTMLElement = HTMLElement>(of: string, within: ParentNode = document): E[] => [
  ...within.querySelectorAll<E>(of),
]

/** The first that is meant. Throws where there is none. */
export const one = <E extends HTMLElement = HTMLElement>(of: Meant): E => {
  const found = typeof of === 'string' ? document.querySelector<E>(of) : of
  if (!found) throw new Error(`no ${String(of)} in ${document.body.textContent?.trim().slice(0, 600)}`)
  return found as E
}

/** Words as they are read out: without the spaces of the page's source and what is drawn alone. */
export const read = (of: Meant): string => {
  const words = one(of).cloneNode(true) as Element
  for (const drawn of words.querySelectorAll('[aria-hidden=true]')) drawn.remove()
  return (words.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
}
export const readAll = (of: string): string[] => all(of).map(read)

/** The button, tab or option that says this and nothing else. */
export const saying = (words: string, of = 'button, [role=tab]'): HTMLElement => {
  const found = all(of).find((element) => read(element) === words)
  if (!found) throw new Error(`none of ${readAll(of).join(' | ')} says ${words}`)
  return found
}

export const pressOn = async (of: Meant): Promise<void> => {
  press(one(of))
  await settled()
}

/** So long a form waits for more before it looks at its fields. */
const LOOKS_AFTER_MS = 10
const looked = async (): Promise<void> => {
  await new Promise((done) => setTimeout(done, LOOKS_AFTER_MS))
  await settled()
}

/** Puts words into a field, as one who types them. */
export const write = async (of: Meant, words: string): Promise<void> => {
  const field = one<HTMLInputElement>(of)
  field.value = words
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await looked()
}

/** Sends a form as its button does. */
export const send = async (of: Meant): Promise<void> => {
  one(of).dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await looked()
}

/** What a list offers once it is opened, by its texts; picks one of them where one is named. */
export const pick = async (name: string, text?: string): Promise<string[]> => {
  one(`[data-name=${name}]`).dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
  await settled()
  const offered = readAll(`[data-list=${name}] [role=option]`)
  if (text !== undefined) {
    saying(text, `[data-list=${name}] [role=option]`).dispatchEvent(
      new PointerEvent('pointerup', { bubbles: true }),
    )
    await settled()
  }
  return offered
}

/** The open card of reasons: its title, its value, and its rows as `label: value`. */
export const reasons = (): { title: string; value: string; rows: string[] } => ({
  title: read('.why-card h2'),
  value: read('.why-card .value'),
  rows: all('.why-card dd:not(.parameters) li').map(
    (row) => `${read(row.querySelector('span, button'))}: ${read(row.querySelector('b'))}`,
  ),
})
