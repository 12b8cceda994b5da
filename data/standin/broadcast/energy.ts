import { ENERGY_TOPIC_PREFIX } from '#shared/protocol/platform.ts'
import type { ReadingRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { EnergyModel } from '../energy/model.ts'
import type { MeteredBuilding } from '../energy/roster.ts'
import { spoil } from '../faults.ts'
import type { FaultDesk } from '../faults.ts'
import { makeWheel } from '../fleet/wheel.ts'
import { hashText } from '../hash.ts'

/** The broadcast way's readings: each building once an interval, spread evenly over it. */
export interface EnergyBroadcast {
  join(buildings: readonly MeteredBuilding[], now: EpochMs): void
  /** Publishes what is due. */
  tick(now: EpochMs): void
  size(): number
}
export interface EnergyOptions {
  readonly model: EnergyModel
  readonly faults: FaultDesk
  readonly intervalMs: number
  readonly now: EpochMs
  readonly publish: (topic: string, payload: string) => Promise<void>
}

const readingOf = (model: EnergyModel, building: MeteredBuilding, now: EpochMs): ReadingRecord => ({
  building: building.building,
  at: now,
  meters: building.meters.map((meter) => ({ meter: meter.id, ...model.at(building.load, meter.item, now) })),
})

const FIRST_ROUND_MS = 5000

const send = (
  { faults, publish }: Pick<EnergyOptions, 'faults' | 'publish'>,
  topic: string,
  payload: string,
): void => {
  const { delayMs } = faults.current()
  const go = (): void => void publish(topic, payload).catch(() => undefined)
  if (delayMs > 0) setTimeout(go, delayMs)
  else go()
}

const sendReading = (
  options: Pick<EnergyOptions, 'faults' | 'publish'>,
  topic: string,
  reading: ReadingRecord,
): void => {
  const { faults } = options
  const payload = JSON.stringify(reading)
  if (faults.strikes('rubbishRate')) {
    send(options, topic, '{"building":')
    send(options, topic, JSON.stringify(spoil(reading)))
  }
  send(options, topic, payload)
  if (faults.strikes('repeatRate')) send(options, topic, payload)
}

export const makeEnergyBroadcast = (options: EnergyOptions): EnergyBroadcast => {
  const { model, faults, intervalMs, now: start } = options
  const buildings: MeteredBuilding[] = []
  const wheel = makeWheel(
    Math.min(250, Math.max(20, intervalMs / 8)),
    Math.max(intervalMs, FIRST_ROUND_MS),
    start,
  )
  let held: (() => void) | null = null
  /** A reading may be held back until the next one has overtaken it. */
  const release = (go: () => void): void => {
    if (held === null && faults.strikes('reorderRate')) {
      held = go
      return
    }
    go()
    held?.()
    held = null
  }
  const read = (row: number, now: EpochMs): void => {
    wheel.schedule(row, intervalMs)
    const building = buildings[row]!
    if (faults.current().down || faults.strikes('failRate') || model.isMute(building.load, now)) return
    const reading = readingOf(model, building, now)
    release(() =>
      sendReading(options, `${ENERGY_TOPIC_PREFIX}/${building.region}/${building.building}`, reading),
    )
  }
  return {
    join: (joined) => {
      for (const building of joined) {
        const row = buildings.push(building) - 1
        wheel.schedule(
          row,
          (hashText(building.building) % 1000) * (Math.min(intervalMs, FIRST_ROUND_MS) / 1000),
        )
      }
    },
    tick: (now) => wheel.take(now, (row) => read(row, now)),
    size: () => buildings.length,
  }
}
