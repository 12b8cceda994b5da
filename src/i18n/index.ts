import { createI18n } from 'vue-i18n'
import { en } from './en.ts'
import { zh, type Messages } from './zh.ts'

export type LangCode = 'zh' | 'en'

/** zh-CN first; English stands in where it is asked for, never by accident: both are complete. */
export const i18n = createI18n<[Messages], LangCode, false>({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en },
})

export const setLang = (lang: LangCode): void => {
  i18n.global.locale.value = lang
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
}
