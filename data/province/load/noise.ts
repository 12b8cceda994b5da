/** Numbers that depend on nothing but what is given: any day of any building can be asked alone, in any order. */
const mix = (value: number): number => {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
export const hashOf = (a: number, b: number, c = 0): number =>
  mix(mix((a ^ 0x9e3779b9) + Math.imul(b | 0, 0x27d4eb2d)) + Math.imul(c | 0, 0x165667b1))

/** Even in [0, 1). */
export const even = (a: number, b: number, c = 0): number => hashOf(a, b, c) / 4_294_967_296

/** Bell-shaped with mean 0 and deviation 1, never beyond ±3: the sum of three even shares. */
export const bell = (a: number, b: number, c = 0): number => {
  const h = hashOf(a, b, c)
  return (((h & 1023) + ((h >>> 10) & 1023) + ((h >>> 20) & 1023)) / 1023 - 1.5) * 2
}

/** FNV-1a with a final mix, 32 bits. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return mix(hash)
}
