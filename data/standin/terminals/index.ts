import type { VehicleRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Fix } from '../fleet/fleet.ts'
import { hashText, share } from '../hash.ts'
import { makeTerminal, type Terminal } from './terminal.ts'

/** Vehicles that report by a terminal of their own over JT/T 808 instead of the session way. */
export interface TerminalsConfig {
  readonly host: string
  readonly port: number
  readonly count: number
}
export interface Terminals {
  /** Takes the first few of a county, whose rows begin at `first`, until there are enough. */
  join(first: number, vehicles: readonly VehicleRecord[]): void
  /** Whether the report goes by terminal; then nothing else is to be done with it. */
  take(v: number, fix: Fix): boolean
  tick(now: EpochMs): void
  online(): number
  stop(): void
}

const PER_COUNTY = 2
/** Each terminal looks after its line so often. */
const TICK_MS = 1_000
/** In one of twenty stretches of so long it stands in a cellar. */
const SHADOW = { ms: 120_000, share: 0.05 } as const

/** In so many vehicles another than the registered driver has his card in. */
const STANDS_IN = { share: 0.08, name: '黄代班' } as const

const NONE: Terminals = {
  join: () => undefined,
  take: () => false,
  tick: () => undefined,
  online: () => 0,
  stop: () => undefined,
}

export const makeTerminals = (config: TerminalsConfig | null | undefined): Terminals => {
  if (!config) return NONE
  const terminals = new Map<number, { readonly terminal: Terminal; readonly hash: number }>()
  let last: EpochMs = 0
  return {
    join: (first, vehicles) => {
      let taken = 0
      for (let i = 0; i < vehicles.length && taken < PER_COUNTY && terminals.size < config.count; i++) {
        const { id, plate, driver, terminal } = vehicles[i]!
        if (!terminal?.phone) continue
        taken++
        const hash = hashText(id)
        const name = driver && share(hash, 0, 89) < STANDS_IN.share ? STANDS_IN.name : (driver?.name ?? null)
        terminals.set(first + i, {
          terminal: makeTerminal({
            vehicle: { phone: terminal.phone, plate, driver: name },
            host: config.host,
            port: config.port,
          }),
          hash,
        })
      }
    },
    take: (v, fix) => {
      const mine = terminals.get(v)
      mine?.terminal.report({ ...fix })
      return mine !== undefined
    },
    tick: (now) => {
      if (now - last < TICK_MS) return
      last = now
      for (const { terminal, hash } of terminals.values()) {
        terminal.shadow(share(hash, Math.floor(now / SHADOW.ms), 83) < SHADOW.share)
        terminal.tick(now)
      }
    },
    online: () => [...terminals.values()].filter(({ terminal }) => terminal.isOnline()).length,
    stop: () => {
      for (const { terminal } of terminals.values()) terminal.end()
    },
  }
}
