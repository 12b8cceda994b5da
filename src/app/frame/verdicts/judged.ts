import type { Told } from '../../../boards/verdict.ts'

/** What the line of a verdict is held against. */
export const judgedOf = ({ value, judged, n, decimals }: Told) => ({
  value: judged === undefined ? value : judged,
  n,
  decimals,
})
