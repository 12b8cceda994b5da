/** The vehicles of the live rig: who they are and what each reports when, the same in every process that asks. */
import type { RegionRecord } from '../../../src/shared/protocol/platform.ts'

export interface HerdOptions {
  readonly vehicles: number
  /** Between two reports of one vehicle. */
  readonly everyMs: number
  /** Counties in the order in which vehicles are dealt out, with a place to drive about. */
  readonly counties: readonly { readonly code: string; readonly center: readonly [number, number] }[]
}

/** Reports come in slots of so long: each vehicle has its own in every round. */
export const SLOT_MS = 50
/** The last three digits of a latitude count the rounds, so that a screen knows which report it sees. */
const ROUNDS = 1000

export const countiesOf = (regions: readonly RegionRecord[]): HerdOptions['counties'] =>
  regions.filter(({ level }) => level === 'county').map(({ code, center }) => ({ code, center }))
export const slotsOf = ({ everyMs }: HerdOptions): number => Math.round(everyMs / SLOT_MS)
export const idOf = (index: number): string => `V-${String(index).padStart(6, '0')}`
export const countyOf = ({ counties }: HerdOptions, index: number): HerdOptions['counties'][number] =>
  counties[index % counties.length] as HerdOptions['counties'][number]

/** When a vehicle reports in a round, ms after the start. */
export const atOf = (options: HerdOptions, index: number, round: number): number =>
  (index % slotsOf(options)) * SLOT_MS + round * options.everyMs

export const lonE6Of = (options: HerdOptions, index: number): number =>
  Math.round(countyOf(options, index).center[0] * 1e6) + ((index * 7919) % 200_000) - 100_000
export const latE6Of = (options: HerdOptions, index: number, round: number): number => {
  const base = Math.round(countyOf(options, index).center[1] * 1e3) + ((index * 104_729) % 200) - 100
  return base * ROUNDS + (round % ROUNDS)
}

/** The round that a latitude stands for, the newest that is not after the instant; ms after the start. */
export const roundOf = (latE6: number, sinceStartMs: number, everyMs: number): number => {
  const code = ((latE6 % ROUNDS) + ROUNDS) % ROUNDS
  const newest = Math.floor(sinceStartMs / everyMs)
  return newest - ((((newest - code) % ROUNDS) + ROUNDS) % ROUNDS)
}
