/** The share of the buildings or meters that a sum needs. */
export const COVERED = 0.9

type Quarters = readonly (number | null)[]
/**
 * A curve in two: what rests on nine in ten of the meters, and what is drawn grey because it does not.
 * Without a known coverage all is whole.
 */
export const byCoverage = (
  values: Quarters,
  covered: Quarters,
): { readonly whole: Quarters; readonly thin: Quarters } => {
  const isThin = (i: number): boolean => (covered[i] ?? 1) < COVERED
  return {
    whole: values.map((value, i) => (isThin(i) ? null : value)),
    thin: values.map((value, i) => (isThin(i) ? value : null)),
  }
}
