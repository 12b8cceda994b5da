/** Seeded, so that a failing frame can be made again: mulberry32. */
export const makeRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const EDGES = [0, 1, 0x7d, 0x7e, 0x7f, 0x80, 0xfe, 0xff, 0x5a, 0x5b, 0x5d, 0x5e, 0x23, 0x68, 0x16]

export interface Mutator {
  /** One frame: now and then as it is, mostly with a few bytes flipped, cut, doubled, put in, or taken from another. */
  next(): Uint8Array
}

/** Frames from `seeds`; with `repair` the check bytes of most are made right again, so that what lies behind them is reached. */
export const makeMutator = (
  seeds: readonly Uint8Array[],
  seed: number,
  repair?: (frame: Uint8Array) => Uint8Array,
): Mutator => {
  const random = makeRandom(seed)
  const below = (n: number): number => Math.floor(random() * n)
  const byte = (): number => (random() < 0.4 ? (EDGES[below(EDGES.length)] as number) : below(256))
  const steps: readonly ((frame: number[]) => void)[] = [
    (frame) => void (frame[below(frame.length)] = byte()),
    (frame) => void (frame.length = below(frame.length) + 1),
    (frame) => void frame.splice(below(frame.length), 0, byte()),
    (frame) => void frame.splice(below(frame.length), 1 + below(4)),
    (frame) => void frame.push(...(seeds[below(seeds.length)] as Uint8Array).slice(below(40))),
    (frame) => {
      const at = below(frame.length)
      frame.splice(at, 0, ...frame.slice(at, at + below(24)))
    },
  ]
  return {
    next: () => {
      const frame = Array.from(seeds[below(seeds.length)] as Uint8Array)
      for (let edits = below(5); edits > 0 && frame.length > 0; edits--)
        (steps[below(steps.length)] as (frame: number[]) => void)(frame)
      const mutated = Uint8Array.from(frame)
      return repair && random() < 0.7 ? repair(mutated) : mutated
    },
  }
}
