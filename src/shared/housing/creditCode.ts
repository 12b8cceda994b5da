const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The 18th character of a 统一社会信用代码 for its first 17, GB 32100-2015; null when a character lies outside the alphabet. */
export const creditCodeCheck = (first17: string): string | null => {
  if (first17.length !== WEIGHTS.length) return null
  let sum = 0
  for (const [i, weight] of WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(first17[i] as string)
    if (value < 0) return null
    sum += value * weight
  }
  return ALPHABET[(31 - (sum % 31)) % 31] as string
}

export const isCreditCode = (code: string): boolean =>
  code.length === 18 && creditCodeCheck(code.slice(0, 17)) === code[17]
