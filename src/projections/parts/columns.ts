import type { Column, Rgba } from '#shared/scene/layers.ts'

/** FNV-1a over bytes: the version of a small column is its content, so equal colours are never uploaded twice. */
const hashBytes = (bytes: Uint8Array): number => {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

export const hashText = (text: string): number => hashBytes(new TextEncoder().encode(text))

/** Four bytes an item, in the items' order. */
export const fillColumn = <T>(items: readonly T[], colour: (item: T) => Rgba): Column<Uint8Array> => {
  const values = new Uint8Array(items.length * 4)
  for (const [i, item] of items.entries()) values.set(colour(item), i * 4)
  return { values, version: hashBytes(values) }
}

/** A byte an item. */
export const byteColumn = <T>(items: readonly T[], value: (item: T) => number): Column<Uint8Array> => {
  const values = Uint8Array.from(items, value)
  return { values, version: hashBytes(values) }
}

export const floatColumn = <T>(items: readonly T[], value: (item: T) => number): Column<Float32Array> => {
  const values = Float32Array.from(items, value)
  return { values, version: hashBytes(new Uint8Array(values.buffer)) }
}

export const fade = (colour: Rgba, share: number): Rgba => [
  colour[0],
  colour[1],
  colour[2],
  Math.round(colour[3] * share),
]
