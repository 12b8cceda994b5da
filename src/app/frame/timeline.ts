/** Paths of the day's load in a box of 96 × 100: one unit a quarter hour, 0 at the foot. */
export const LOAD_BOX = { width: 96, height: 100 } as const

/** Gaps stay gaps: a missing quarter starts a new stroke. */
export const loadPath = (values: readonly (number | null)[], top: number): string => {
  let pen = false
  const steps: string[] = []
  for (const [i, value] of values.entries()) {
    if (value === null) {
      pen = false
      continue
    }
    steps.push(`${pen ? 'L' : 'M'}${i + 0.5} ${(LOAD_BOX.height - (top > 0 ? value / top : 0) * LOAD_BOX.height).toFixed(2)}`)
    pen = true
  }
  return steps.join('')
}

export const topOf = (...series: readonly (readonly (number | null)[])[]): number => series.flat().reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
