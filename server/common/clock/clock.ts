import { makeSteadyClock } from '#shared/kernel/time/steadyClock.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** The one source of time of the server: rules and services take its result as an argument. It never goes back while the process runs. */
export type Clock = () => EpochMs

/** The machine's time, shifted by `offsetMs` where a demonstration or a test runs at another hour. */
export const makeClock = (offsetMs = 0): Clock => makeSteadyClock(offsetMs)
