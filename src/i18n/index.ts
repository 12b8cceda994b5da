import { createI18n } from 'vue-i18n'
import { later } from '#shared/kernel/language/later.ts'
import { setSpelling } from './names.ts'
import { spoken } from './spoken.ts'
import { zh, type Messages } from './zh.ts'

export type LangCode = 'zh' | 'en'

/** zh-CN first, and what stands in before the words of another language are there. English comes when it is asked for. */
export const i18n = createI18n<[Messages], LangCode, false>({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh: spoken(zh) } as Record<LangCode, Messages>,
})

export const hasWords = (lang: LangCode): boolean => i18n.global.availableLocales.includes(lang)

const english = later(async () => {
  const [{ en }, { spelled }] = await Promise.all([import('./en.ts'), import('./latin/spelling.ts')])
  setSpelling(spelled)
  return { en }
})

/** Fetches the words and the spelling of a language that has none yet. Throws where they do not come; the next call asks again. */
export const loadWords = async (lang: LangCode): Promise<void> => {
  if (hasWords(lang)) return
  const { en } = await english()
  i18n.global.setLocaleMessage(lang, spoken(en))
}

export const setLang = (lang: LangCode): void => {
  i18n.global.locale.value = lang
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
}
