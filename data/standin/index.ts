import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { makeProvince } from '../province/index.ts'
import type { Province, ProvinceOptions, Scale } from '../province/Province.ts'
import type { WireConfig } from './collectors/index.ts'
import { composeStandin } from './standin.ts'
import type { Standin } from './standin.ts'
import type { TerminalsConfig } from './terminals/index.ts'

/** Everything but the folder and the key has the default of the process's environment. Times in ms. */
export interface StandinOptions {
  readonly dataDir: string
  readonly key: string
  readonly port?: number
  readonly mqttPort?: number
  readonly seed?: number
  readonly scale?: Scale
  readonly webhook?: { readonly url: string; readonly secret: string } | null
  readonly clockOffsetMs?: number
  readonly reportMs?: number
  readonly parkedMs?: number
  readonly energyMs?: number
  readonly historyDays?: number
  readonly wire?: WireConfig
  readonly terminals?: TerminalsConfig | null
  readonly makeProvince?: (options: ProvinceOptions) => Province
  readonly log?: (line: string) => void
}

const DEFAULTS = {
  port: 0,
  mqttPort: 0,
  seed: 20260101,
  scale: 'tiny',
  webhook: null,
  clockOffsetMs: 0,
  reportMs: 5000,
  parkedMs: MINUTE_MS,
  energyMs: MINUTE_MS,
} as const

/** The stand-in platform within the caller's process, as tests want it. */
export const makeStandin = (options: StandinOptions): Standin => {
  const { makeProvince: makeOther, log, ...config } = options
  return composeStandin({
    config: { ...DEFAULTS, ...config },
    makeProvince: makeOther ?? makeProvince,
    log: log ?? (() => undefined),
  })
}
export type { Standin }
