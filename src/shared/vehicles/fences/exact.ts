/** Rounding of a 2 × 2 determinant of differences stays below this share of its terms (Shewchuk 1997, ccwerrboundA). */
const ERROR_SHARE = (3 + 16 * 2 ** -53) * 2 ** -53
const SCALE = 2 ** 200

/** A double as a whole number of 2^-200: exact for every coordinate that is not vanishingly small. */
const whole = (value: number): bigint => BigInt(Math.trunc(value * SCALE))

const exactly = (ax: number, ay: number, bx: number, by: number, x: number, y: number): number => {
  const [p, q] = [whole(ax), whole(ay)]
  const det = (whole(bx) - p) * (whole(y) - q) - (whole(x) - p) * (whole(by) - q)
  return det > 0n ? 1 : det < 0n ? -1 : 0
}

/** On which side of the line from a to b a point lies: only its sign counts, and that is exact; 0 lies on the line. */
export const sideOf = (ax: number, ay: number, bx: number, by: number, x: number, y: number): number => {
  const left = (bx - ax) * (y - ay)
  const right = (x - ax) * (by - ay)
  const det = left - right
  const bound = ERROR_SHARE * (Math.abs(left) + Math.abs(right))
  return det > bound || -det > bound ? det : exactly(ax, ay, bx, by, x, y)
}
