const words = new Intl.Collator('zh-Hans-CN', { numeric: true })

/** The order of two cells: numbers by size, words by pinyin with their digits as numbers; null after all else. */
export const compareValues = (a: number | string | null, b: number | string | null): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b))
}
