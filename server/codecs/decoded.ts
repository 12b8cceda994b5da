/** Why bytes are no frame: a short code to count by, a sentence that says what was expected and found, and the byte at which it shows. */
export interface DecodeError {
  readonly code:
    | 'hex'
    | 'empty'
    | 'flags'
    | 'escape'
    | 'short'
    | 'length'
    | 'checksum'
    | 'field'
    | 'encrypted'
    | 'too-long'
  readonly reason: string
  /** Offset in the bytes that were given or, after unescaping, in the frame. */
  readonly at: number
}

/** One decoded frame is an object of plain JSON values; numbers in the units that their names say. */
export type Decoded<T extends object = object> =
  { readonly ok: true; readonly frame: T } | { readonly ok: false; readonly error: DecodeError }

/** Thrown within a decoder only, and without a stack: `guarded` turns it into an answer. */
class Fault {
  readonly error: DecodeError
  constructor(error: DecodeError) {
    this.error = error
  }
}

/** Leaves a decoder that runs below `guarded`. */
export const fault = (code: DecodeError['code'], at: number, reason: string): never => {
  throw new Fault({ code, reason, at })
}

/** Runs a decoder: whatever the bytes are, it answers and never throws. */
export const guarded = <T extends object>(decode: () => T): Decoded<T> => {
  try {
    return { ok: true, frame: decode() }
  } catch (thrown) {
    if (thrown instanceof Fault) return { ok: false, error: thrown.error }
    throw thrown
  }
}
