import type { OrderRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Moving } from './moving.ts'
import { recordsIn } from './request/edition.ts'
import type { Store } from './store.ts'

export interface CountiesDeps {
  readonly store: Store
  readonly moving: Moving
  readonly now: () => EpochMs
  readonly log: (line: string) => void
}

/** Counties as they join, one after another, and as their day turns. */
export interface Counties {
  joined(): number
  /** Resolves when all have joined, or it was stopped. */
  joinAll(): Promise<void>
  turnDay(): Promise<void>
  stop(): void
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const joinDesk = ({ store: { archive }, moving: { desk } }: CountiesDeps, county: string): void => {
  const from = Number(archive.editionId('orders'))
  if (archive.province.dispatch) desk.join(county, archive.province.dispatch(county, from), from)
}

const joinOne = async (deps: CountiesDeps, county: string): Promise<void> => {
  const { store, moving, now } = deps
  const { archive, wired, roster } = store
  const orders = await recordsIn(archive.edition('orders'), county, 'orders')
  const fleetOf = archive.province.fleet(county)
  const first = moving.fleet.join(county, { ...fleetOf, orders }, now())
  moving.terminals.join(first, fleetOf.vehicles)
  moving.driver.joined(first)
  moving.energy.join(wired.join(county, await roster.county(county), now()), now())
  await breathe()
  joinDesk(deps, county)
}

export const makeCounties = (deps: CountiesDeps): Counties => {
  const { store, moving, now, log } = deps
  const { archive } = store
  const joined: string[] = []
  let stopped = false
  const tryJoin = async (county: string): Promise<void> => {
    try {
      await joinOne(deps, county)
      joined.push(county)
      await breathe()
    } catch (error) {
      log(`county ${county} did not join: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
  return {
    joined: () => joined.length,
    joinAll: async () => {
      const counties = archive.province.countyCodes
      for (const county of counties) void archive.base.summary(county, 'units').catch(() => undefined)
      for (const county of counties) {
        if (stopped) return
        await tryJoin(county)
      }
    },
    turnDay: async () => {
      if (!archive.turn(now())) return
      const orders = new Map<string, OrderRecord[]>()
      for (const county of joined)
        orders.set(county, await recordsIn(archive.edition('orders'), county, 'orders'))
      if (!stopped) moving.fleet.turn(orders, now())
      moving.desk.turn()
      for (const county of joined) {
        if (stopped) return
        joinDesk(deps, county)
        await breathe()
      }
    },
    stop: () => {
      stopped = true
    },
  }
}
