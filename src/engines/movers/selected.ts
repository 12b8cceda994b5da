import type { MoverLayer } from '#shared/scene/layers.ts'

/** The row of the selected vehicle, −1 for none; `guess` is where it was before. */
export const selectedRow = ({ selected, ordinals, count }: MoverLayer, guess: number): number => {
  if (selected === null) return -1
  const ordinal = Number(selected)
  return guess >= 0 && guess < count && ordinals.values[guess] === ordinal
    ? guess
    : ordinals.values.subarray(0, count).indexOf(ordinal)
}
