import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { makeFrame, packFrame, type FrameColumns } from '#shared/protocol/frame.ts'
import { REPLAY_STEPS, type ReplayQuery } from '#shared/protocol/http.ts'
import { stateCode, vehicleState } from '#shared/vehicles/report.ts'
import type { FleetStep, PointColumns } from '#shared/vehicles/track/points.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { TrackStore } from '../tracks/types.ts'
import type { Directory, DirectoryState } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Regions } from '../../common/directory/types.ts'
import type { AccessLog } from '../../common/ports/audit.ts'

export interface ReplayDeps {
  readonly tracks: Pick<TrackStore, 'fleetWindow'>
  readonly directory: Pick<Directory, 'now'>
  readonly regions: Pick<Regions, 'subtree'>
  readonly scope: LiveScope
  readonly audit: AccessLog
  readonly clock: Clock
}

export interface Replay {
  /** Frames of the topic `vehicles`, one after the other. Writes the query into the access log before it answers. */
  frames(viewer: Viewer, address: string, query: ReplayQuery): Promise<Uint8Array>
}

/** The newest known point of each vehicle while a window is walked, and the state it was last sent with. */
interface Known {
  readonly at: Float64Array
  readonly state: Uint8Array
  readonly lonE6: Int32Array
  readonly latE6: Int32Array
  readonly speed: Uint8Array
  readonly heading: Uint16Array
  readonly alarm: Uint32Array
  readonly acc: Uint8Array
}

const makeKnown = (size: number): Known => ({
  at: new Float64Array(size),
  state: new Uint8Array(size),
  lonE6: new Int32Array(size),
  latE6: new Int32Array(size),
  speed: new Uint8Array(size),
  heading: new Uint16Array(size),
  alarm: new Uint32Array(size),
  acc: new Uint8Array(size),
})

const stateAt = (k: Known, o: number, now: EpochMs): number =>
  stateCode(
    vehicleState(
      {
        at: k.at[o] as number,
        speedKmh: k.speed[o] as number,
        acc: k.acc[o] === 1,
        alarm: k.alarm[o] as number,
      },
      now,
    ),
  )

/** Takes a step's points in; answers who has a new report. */
const takeIn = (known: Known, points: PointColumns): Set<number> => {
  const fresh = new Set<number>()
  for (let i = 0; i < points.count; i++) {
    const o = points.ordinal[i] as number
    if (o >= known.at.length) continue
    known.at[o] = points.at[i] as number
    known.lonE6[o] = Math.round((points.lonE7[i] as number) / 10)
    known.latE6[o] = Math.round((points.latE7[i] as number) / 10)
    known.speed[o] = Math.min(255, Math.round((points.speed[i] as number) / 10))
    known.heading[o] = points.heading[i] as number
    known.alarm[o] = points.alarm[i] as number
    known.acc[o] = points.acc[i] as number
    fresh.add(o)
  }
  return fresh
}

/** Who is sent at a step: all that are known at the first, then new reports and those whose state changed by time alone. */
const dueAt = (known: Known, fresh: ReadonlySet<number>, now: EpochMs, whole: boolean): number[] => {
  const due: number[] = []
  for (let o = 0; o < known.at.length; o++) {
    if (known.at[o] === 0) continue
    const state = stateAt(known, o, now)
    if (whole || fresh.has(o) || state !== known.state[o]) due.push(o)
    known.state[o] = state
  }
  return due
}

const write = (
  columns: FrameColumns<'vehicles'>,
  known: Known,
  due: readonly number[],
  now: EpochMs,
): void => {
  for (const [i, o] of due.entries()) {
    columns.ordinal[i] = o
    columns.lonE6[i] = known.lonE6[o] as number
    columns.latE6[i] = known.latE6[o] as number
    columns.ageDs[i] = Math.min(65_535, Math.round((now - (known.at[o] as number)) / 100))
    columns.speedKmh[i] = known.speed[o] as number
    columns.heading[i] = Math.round(((known.heading[o] as number) * 256) / 360) & 255
    columns.state[i] = known.state[o] as number
  }
}

const encode = async (steps: AsyncIterable<FleetStep>, size: number): Promise<Uint8Array> => {
  const known = makeKnown(size)
  const parts: Uint8Array[] = []
  for await (const { at, points } of steps) {
    const sequence = parts.length
    const due = dueAt(known, takeIn(known, points), at, sequence === 0)
    const { buffer, columns } = makeFrame({
      topic: 'vehicles',
      snapshot: sequence === 0,
      sequence,
      follows: Math.max(sequence - 1, 0),
      rows: due.length,
      serverTime: at,
    })
    write(columns, known, due, at)
    parts.push(new Uint8Array(packFrame(buffer)))
  }
  return Buffer.concat(parts)
}

/** The past in the frames of the present, so that one table and one picture serve both. 行踪轨迹 is sensitive (PIPL art. 28). */
export const makeReplay = ({ tracks, directory, regions, scope, audit, clock }: ReplayDeps): Replay => {
  /** null: every vehicle of the register. */
  const ordinalsOf = (
    viewer: Viewer,
    query: ReplayQuery,
    { vehicles, vehicleOrdinals }: DirectoryState,
  ): { count: number; only: number[] | null } => {
    const codes = new Set(regions.subtree(scope.region(viewer, query.region)))
    const unit = scope.unit(viewer) ?? query.unit ?? null
    const only = vehicles.flatMap((entry) =>
      entry && codes.has(entry.region) && (unit === null || entry.unit === unit) ? [entry.ordinal] : [],
    )
    return { count: only.length, only: only.length === vehicleOrdinals.size ? null : only }
  }
  return {
    frames: async (viewer, address, query) => {
      const { from, stepMs } = query
      const to = Math.min(query.to, clock())
      if (from > to || to - from > stepMs * REPLAY_STEPS)
        throw new AppError(
          'bad-request',
          `a replay answers up to ${REPLAY_STEPS} steps of the past; asked from ${from} to ${query.to} by ${stepMs} ms`,
        )
      const register = directory.now()
      const { count, only } = ordinalsOf(viewer, query, register)
      const detail = `${new Date(from).toISOString()} – ${new Date(to).toISOString()}, ${count} vehicles`
      await audit.record({
        event: 'fleet.replay',
        account: viewer.account,
        role: viewer.role,
        address,
        outcome: 'ok',
        target: query.unit ?? query.region,
        detail,
      })
      if (count === 0) return new Uint8Array(0)
      return encode(tracks.fleetWindow({ from, to, stepMs, ordinals: only }), register.vehicles.length)
    },
  }
}
