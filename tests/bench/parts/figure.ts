import { cpus, totalmem } from 'node:os'

/** One measured number, printed as one JSON line; `baseline` is the same work done the other way in the same run. */
export interface Figure {
  readonly bench: string
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly baseline?: number
}

const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
const round = (value: number): number => Number(value.toPrecision(4))

export const print = ({ baseline, ...figure }: Figure): void => {
  const ratio = baseline === undefined || figure.value === 0 ? null : round(baseline / figure.value)
  console.log(
    JSON.stringify({
      ...figure,
      value: round(figure.value),
      baseline: baseline === undefined ? null : round(baseline),
      ratio,
      machine,
    }),
  )
}

/** The value below which `share` of the samples lie. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(Math.ceil(sorted.length * share) - 1, sorted.length - 1)] ?? NaN
}
