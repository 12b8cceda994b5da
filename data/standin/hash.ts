/** FNV-1a with a final mix, 32 bits: the same text gives the same number on every machine. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return mix(hash)
}

const mix = (value: number): number => {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A share in [0, 1) that depends on nothing but the numbers given. */
export const share = (...parts: readonly number[]): number => {
  let h = 0x9e3779b9
  for (const part of parts) h = mix(h ^ Math.imul(part | 0, 0x27d4eb2d)) + 0x165667b1
  return mix(h) / 4_294_967_296
}
