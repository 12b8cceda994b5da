import type { MessageContext } from 'vue-i18n'

const NAMED = /\{(\w+)\}/g

const say =
  (text: string) =>
  ({ named }: MessageContext): string =>
    text.replace(NAMED, (_, name: string) => String(named(name) ?? ''))

const made = new WeakMap<object, object>()

/**
 * Words as vue-i18n says them without its compiler, which the build leaves out: each text puts what is given by name in
 * the place of `{name}`, and means every other sign as it stands. The same words give the same answer.
 */
export const spoken = <W extends object>(words: W): W => {
  const known = made.get(words)
  if (known) return known as W
  const own = Object.fromEntries(
    Object.entries(words).map(([key, text]) => [key, typeof text === 'string' ? say(text) : spoken(text)]),
  )
  made.set(words, own)
  return own as W
}
