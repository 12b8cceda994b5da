/** A small seeded generator; one stream a (seed, place, matter), so that a county's vehicles do not change when its rooms do. */
export interface Rng {
  /** [0, 1). */
  next(): number
  /** Whole number in [0, n). */
  int(n: number): number
  between(low: number, high: number): number
  /** Whole number in [low, high]. */
  whole(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Index by weight. */
  weighted(weights: readonly number[]): number
  /** Standard normal. */
  normal(): number
}

const hash = (text: string): [number, number, number, number] => {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ k, 597399067)
    b = c ^ Math.imul(b ^ k, 2869860233)
    c = d ^ Math.imul(c ^ k, 951274213)
    d = a ^ Math.imul(d ^ k, 2716044179)
  }
  return [a, b, c, d]
}

/** sfc32 (Doty-Humphrey's Small Fast Counting generator, public domain): 128 bits of state, passes PractRand. */
const sfc32 = (state: [number, number, number, number]): (() => number) => {
  let [a, b, c, d] = state
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

export const streamOf = (seed: number, ...names: readonly string[]): Rng => {
  const next = sfc32(hash(`${seed}/${names.join('/')}`))
  const int = (n: number): number => Math.floor(next() * n)
  return {
    next,
    int,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + int(high - low + 1),
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('pick: nothing to pick from, expected at least one item')
      return items[int(items.length)]!
    },
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
      const index = weights.findIndex((weight) => (left -= weight) < 0)
      return index < 0 ? weights.length - 1 : index
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
