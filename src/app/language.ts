import { hasWords, loadWords, setLang } from '../i18n/index.ts'
import { useUiStore, type Lang } from '../state/stores/index.ts'
import { untilAnswered } from './data/untilAnswered.ts'

/** Every page speaks the screen's language, which stays with the screen. */
const KEY = 'guanlan.lang'

/** What the address names, else what this screen spoke last; null where neither names a language that there is. */
export const langAsked = (): Lang | null => {
  const named = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEY)
  return named === 'en' || named === 'zh' ? named : null
}

let stopAsking: (() => void) | null = null

const take = (lang: Lang): void => {
  const ui = useUiStore()
  setLang(lang)
  if (ui.lang !== lang) ui.explain(null)
  localStorage.setItem(KEY, lang)
  ui.lang = lang
  ui.awaited = null
}

/**
 * The screen speaks a language, at once where its words are here. Else it goes on in the one that it spoke until they
 * are; where they do not come it says so and asks again until they do or another language is chosen.
 */
export const speak = (lang: Lang): void => {
  stopAsking?.()
  stopAsking = null
  if (hasWords(lang)) return take(lang)
  const ui = useUiStore()
  stopAsking = untilAnswered(
    () => loadWords(lang),
    () => take(lang),
    () => (ui.awaited = lang),
  )
}
