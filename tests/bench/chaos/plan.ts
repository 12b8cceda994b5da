import type { PositionRecord, ReadingRecord } from '../../../src/shared/protocol/platform.ts'

/** What the rig's platform is told; it is the same at each start. */
export interface PlatformPlan {
  readonly port: number
  readonly mqttPort: number
  readonly key: string
  /** Where each acknowledged batch and reading is written down, one a line. */
  readonly ackedFile: string
  /** When batch 1 began, epoch ms. */
  readonly startAt: number
  readonly positionsPerSecond: number
  readonly readingsEveryMs: number
  readonly vehicles: readonly { readonly id: string; readonly lon: number; readonly lat: number }[]
  readonly buildings: readonly { readonly id: string; readonly meters: readonly string[] }[]
}

/** Positions in one batch. */
export const BATCH = 500

/** Batch `seq` as it is sent, however often: all of it follows from its number, so a platform that was killed knows it again. */
export const positionsOf = (plan: PlatformPlan, seq: number): PositionRecord[] =>
  Array.from({ length: BATCH }, (_, i) => {
    const n = (seq - 1) * BATCH + i
    const round = Math.floor(n / plan.vehicles.length)
    const vehicle = plan.vehicles[n % plan.vehicles.length] as PlatformPlan['vehicles'][number]
    const angle = round / 20 + (n % 7)
    return {
      vehicle: vehicle.id,
      at: plan.startAt + Math.floor((n / plan.positionsPerSecond) * 1000),
      lon: Number((vehicle.lon + Math.cos(angle) / 100).toFixed(6)),
      lat: Number((vehicle.lat + Math.sin(angle) / 100).toFixed(6)),
      speedKmh: 30 + (n % 40),
      headingDeg: Math.round((angle * 180) / Math.PI) % 360,
      acc: true,
      alarm: 0,
      crs: 'WGS84',
    }
  })

export const newestBatch = (plan: PlatformPlan, now: number): number =>
  Math.floor((((now - plan.startAt) / 1000) * plan.positionsPerSecond) / BATCH)

/** Reading `k` of a building: each register has gone on by its place + 1 Wh a reading, which stays within what its lines carry. */
export const readingOf = (plan: PlatformPlan, building: number, k: number): ReadingRecord => {
  const { id, meters } = plan.buildings[building] as PlatformPlan['buildings'][number]
  return {
    building: id,
    at: plan.startAt + k * plan.readingsEveryMs,
    meters: meters.map((meter, i) => ({ meter, kw: 10, total: registerOf(i, k) })),
  }
}
export const registerOf = (place: number, k: number): number =>
  Number((1000 + ((place + 1) * k) / 1000).toFixed(3))
