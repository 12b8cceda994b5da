import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { makeBroker } from './broadcast/broker.ts'
import { makeEnergyBroadcast } from './broadcast/energy.ts'
import type { StandinConfig } from './config.ts'
import { makeDispatchDesk } from './dispatch/live.ts'
import type { FaultDesk } from './faults.ts'
import { makeFleet } from './fleet/fleet.ts'
import { makeFleetDriver } from './session/driver.ts'
import { makePositionService } from './session/positions.ts'
import { makeRing } from './session/ring.ts'
import type { Store } from './store.ts'
import { makeTerminals } from './terminals/index.ts'

const RING_MS = 10 * MINUTE_MS
const LARGEST_BATCH = 2000

export interface MovingDeps {
  readonly config: StandinConfig
  readonly now: () => EpochMs
  readonly faults: FaultDesk
  readonly isKey: (given: string) => boolean
  readonly store: Store
}

/** What moves on the platform: vehicles, orders and meters, and the ways by which they report. */
export const makeMoving = ({ config, now, faults, isKey, store }: MovingDeps) => {
  const { graphs, edits, outbox, past, model, wired } = store
  const fleet = makeFleet({ graphs })
  const desk = makeDispatchDesk({
    overlay: edits,
    announce: (collection, items) => outbox?.add(collection, items),
    drove: (order) => fleet.drove(order) ?? past.tracks.drove(order),
    isOut: fleet.isOut,
  })
  const firstSeq = Math.floor(now() / 100)
  const ring = makeRing({ firstSeq, keepMs: RING_MS, maxItems: LARGEST_BATCH, idOf: fleet.id })
  const positions = makePositionService({ ring, faults, now })
  const terminals = makeTerminals(config.terminals)
  const { reportMs, parkedMs, energyMs } = config
  const driver = makeFleetDriver({ fleet, ring, take: terminals.take, reportMs, parkedMs, now: now() })
  const broker = makeBroker({ faults, isKey })
  const energy = makeEnergyBroadcast({
    model,
    faults,
    intervalMs: energyMs,
    now: now(),
    publish: broker.publish,
  })
  const tick = (): void => {
    driver.tick(now())
    positions.pump()
    terminals.tick(now())
    energy.tick(now())
    wired.tick(now())
    desk.tick(now())
  }
  return { fleet, desk, ring, positions, terminals, driver, broker, energy, tick }
}
export type Moving = ReturnType<typeof makeMoving>
