import fc from 'fast-check'

/** Bounded, so that all properties together stay within seconds. A failure prints the seed and the smallest case. */
const RUNS = 150

/** Holds for whatever the arbitrary makes; throws with seed, path and the shrunk case where it does not. */
export const holds = <T>(any: fc.Arbitrary<T>, check: (value: T) => void, runs = RUNS): void =>
  fc.assert(
    fc.property(any, (value) => {
      check(value)
    }),
    { numRuns: runs },
  )

export const anyBytes = (most = 300): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength: most })
