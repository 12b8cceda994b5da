/** How busy the machine was: a figure of time says nothing without it. */
import { cpus, loadavg } from 'node:os'
import { print } from '../parts/figure.ts'

const ticks = (): { readonly busy: number; readonly all: number } =>
  cpus().reduce(
    ({ busy, all }, { times }) => {
      const sum = times.user + times.nice + times.sys + times.irq + times.idle
      return { busy: busy + sum - times.idle, all: all + sum }
    },
    { busy: 0, all: 0 },
  )

/** Begins to look; what is called at the end prints the share of all cores that was busy, and the load of the last minute. */
export const watchLoad = (bench: string, during: string): (() => void) => {
  const before = ticks()
  return () => {
    const after = ticks()
    const share = (after.busy - before.busy) / Math.max(1, after.all - before.all)
    print({
      bench,
      metric: `machine ${during}: share of all cores that was busy`,
      value: 100 * share,
      unit: '%',
    })
    print({
      bench,
      metric: `machine ${during}: load of the last minute`,
      value: loadavg()[0] as number,
      unit: 'processes',
    })
  }
}
