/** About how wide words are at this size of type, CSS pixels: a Han character is as wide as the text is large, a figure about half. */
export const textWidth = (words: string, em: number): number =>
  [...words].reduce((sum, one) => sum + (one > '\u2e7f' ? 1.04 : 0.58), 0) * em
