/** The groups that tell of vehicles, as small numbers that fit a column. */
export class VehicleGroups {
  private readonly numbers = new Map<string, number>()
  private readonly retired = new Set<number>()
  private free: number[] = []

  numberOf(name: string): number {
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    const number = this.free.pop() ?? this.numbers.size + 1
    this.numbers.set(name, number)
    return number
  }

  retire(name: string, leaving: boolean): void {
    if (leaving) this.retired.add(this.numberOf(name))
    else this.retired.delete(this.numberOf(name))
  }

  /** Whether a row of `holder` becomes the teller's: one that is about to be left takes nothing. */
  mayTake(teller: number, holder: number): boolean {
    return teller === holder || !this.retired.has(teller)
  }

  /** The number that the group had; null when nobody told under this name. */
  forget(name: string): number | null {
    const number = this.numbers.get(name)
    if (number === undefined) return null
    this.numbers.delete(name)
    this.retired.delete(number)
    this.free.push(number)
    return number
  }

  clear(): void {
    this.numbers.clear()
    this.retired.clear()
    this.free = []
  }
}
