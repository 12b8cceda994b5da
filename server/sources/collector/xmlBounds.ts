export interface XmlBounds {
  readonly tags: number
  readonly depth: number
  /** Characters between `<` and `>`. */
  readonly tagLength: number
}

/** What is skipped whole: nothing in it is a tag. */
const SKIPPED = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const

/** How deep the text goes after a tag. */
const deeper = (tag: string): 1 | 0 | -1 =>
  tag.startsWith('/') ? -1 : tag.startsWith('?') || tag.startsWith('!') || tag.endsWith('/') ? 0 : 1

/**
 * Why a text has more tags, deeper ones or a longer one than it may; null when it keeps within. One walk along the text,
 * before any parser: a parser's own time grows with what stands in a tag and how deep tags are.
 */
export const boundFault = (xml: string, { tags, depth, tagLength }: XmlBounds): string | null => {
  let [count, level] = [0, 0]
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const skipped = SKIPPED.find(([begin]) => xml.startsWith(begin, at))
    if (skipped) {
      const end = xml.indexOf(skipped[1], at)
      if (end < 0) return `expected ${skipped[1]} behind ${skipped[0]}`
      at = end
      continue
    }
    const end = xml.indexOf('>', at)
    if (end < 0 || end - at > tagLength) return `expected tags of at most ${tagLength} characters`
    level += deeper(xml.slice(at + 1, end))
    if (++count > tags) return `expected at most ${tags} tags`
    if (level > depth) return `expected at most ${depth} tags in one another`
    at = end
  }
  return null
}
