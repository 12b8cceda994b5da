import type { WalkWish } from '../../engines/SceneEngine.ts'

/** Keys of who walks at eye height: ahead, back, aside and round. */
const STEPS: Readonly<Record<string, Partial<WalkWish>>> = {
  w: { ahead: 1 },
  ArrowUp: { ahead: 1 },
  s: { ahead: -1 },
  ArrowDown: { ahead: -1 },
  a: { aside: -1 },
  d: { aside: 1 },
  ArrowLeft: { turn: -1 },
  ArrowRight: { turn: 1 },
}

/** The key of a step as it is kept; null for any other key. */
export const stepKey = ({ key }: Pick<KeyboardEvent, 'key'>): string | null => {
  const name = key.length === 1 ? key.toLowerCase() : key
  return Object.hasOwn(STEPS, name) ? name : null
}

/** What keys that are held down together ask for. */
export const wishOf = (held: Iterable<string>): WalkWish => {
  const wish = { ahead: 0, aside: 0, turn: 0 }
  for (const key of held) {
    const { ahead = 0, aside = 0, turn = 0 } = STEPS[key] ?? {}
    wish.ahead = Math.max(-1, Math.min(1, wish.ahead + ahead))
    wish.aside = Math.max(-1, Math.min(1, wish.aside + aside))
    wish.turn = Math.max(-1, Math.min(1, wish.turn + turn))
  }
  return wish
}
