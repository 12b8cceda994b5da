import { fromHex } from '../../../server/codecs/bytes.ts'

export const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array
/** xorshift32: the same bytes on every machine. */
export const seeded = (seed: number) => (): number => {
  seed ^= seed << 13
  seed ^= seed >>> 17
  seed ^= seed << 5
  return seed >>> 0
}
