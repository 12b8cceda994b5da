/** A number on its way to another, by time and not by frames. Milliseconds are `performance.now()`'s. */
export class Glide {
  #from: number
  #to: number
  #start = 0
  #lengthMs = 0

  constructor(value: number) {
    this.#from = value
    this.#to = value
  }

  get target(): number {
    return this.#to
  }

  /** Turns towards a new value; a length of 0 is there at once. */
  to(value: number, now: number, lengthMs: number): void {
    if (value === this.#to) return
    this.#from = lengthMs > 0 ? this.at(now) : value
    this.#to = value
    this.#start = now
    this.#lengthMs = lengthMs
  }

  at(now: number): number {
    return (
      this.#from +
      (this.#to - this.#from) * easeInOut(this.#lengthMs > 0 ? (now - this.#start) / this.#lengthMs : 1)
    )
  }

  moving(now: number): boolean {
    return this.#lengthMs > 0 && this.#from !== this.#to && now - this.#start < this.#lengthMs
  }
}

/** Cubic, slow at both ends; `t` is clamped to 0–1. */
export const easeInOut = (t: number): number => {
  const x = Math.min(1, Math.max(0, t))
  return x < 0.5 ? 4 * x * x * x : 1 - (-2 * x + 2) ** 3 / 2
}
