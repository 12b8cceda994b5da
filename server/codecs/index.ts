import { decodeCjt188 } from './cjt188.ts'
import type { Decoded } from './decoded.ts'
import { decodeDlt645 } from './dlt645.ts'
import { decodeGb32960 } from './gb32960/index.ts'
import { decodeJt808 } from './jt808/index.ts'
import { decodeJt809 } from './jt809/index.ts'

/** What `cli decode NAME FILE` can read: pure, never throws, memory bounded by the bytes given. */
export const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Decoded>> = {
  jt808: decodeJt808,
  dlt645: decodeDlt645,
  cjt188: decodeCjt188,
  jt809: decodeJt809,
  gb32960: decodeGb32960,
}
export type { Decoded } from './decoded.ts'
