import type { Lang } from '../state/stores/index.ts'

/** One language's half of words that carry both, `中文 / English`, as errors and engines do; other words stay whole. */
export const inLang = (words: string, lang: Lang): string => {
  const at = words.indexOf(' / ')
  if (at < 0 || !/\p{Script=Han}/u.test(words.slice(0, at))) return words
  return lang === 'zh' ? words.slice(0, at) : words.slice(at + 3)
}
