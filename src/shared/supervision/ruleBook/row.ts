import type { Citation } from '../../standards/rule.ts'

export type Row = readonly [
  id: string,
  zh: string,
  en: string,
  document: string,
  article: string,
  mark: Citation['mark'],
  whyZh: string,
  whyEn: string,
]
