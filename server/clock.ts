import type { EpochMs } from '#shared/units.ts'

/** The one source of time of the server: rules and services take its result as an argument. */
export type Clock = () => EpochMs

/** The machine's time, shifted by `offsetMs` where a demonstration or a test runs at another hour. */
export const makeClock = (offsetMs = 0): Clock => () => Date.now() + offsetMs
