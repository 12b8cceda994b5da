import type { Decoded } from './decoded.ts'
import { decodeJt808 } from './jt808/index.ts'

/** What `cli decode NAME FILE` can read: pure, never throws, memory bounded by the bytes given. */
export const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Decoded>> = {
  jt808: decodeJt808,
}
export type { Decoded } from './decoded.ts'
