import type { Lang } from '../../../../state/stores/index.ts'

export const say = (lang: Lang, zh: string, en: string): string => (lang === 'zh' ? zh : en)
