import { workerData } from 'node:worker_threads'
import type { EpochMs } from '#shared/kernel/units.ts'
import { viewPoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import { GROUP, groupOf, slabOf } from '#shared/vehicles/track/chunk/format.ts'
import { makePointList, openChunk, walkVehicle } from '#shared/vehicles/track/chunk/read.ts'
import { makeTrackRows, type ChunkRow } from './trackRows.ts'
import { CARRY_MS } from './slabMerge.ts'
import { Handover, serve } from '../../common/thread/thread.ts'
import { makeThinner, newerOf } from './thinner.ts'

/** The thread that reads chunks: what is in memory comes with the question, asked for before the chunks, so that a slab on its way is never missed. */
const { databaseUrl } = workerData as { databaseUrl: string }
const LANES = 4
const rows = makeTrackRows(databaseUrl, () => undefined, LANES)
const handed = (p: PointColumns): Handover => new Handover(p.buffer, [p.buffer])

const track = async ({
  ordinal,
  from,
  to,
  hot,
}: {
  ordinal: number
  from: EpochMs
  to: EpochMs
  hot: ArrayBuffer
}): Promise<Handover> => {
  const list = makePointList(4096)
  const visit = list.visitor(ordinal)
  const fresh = viewPoints(hot)
  let next = 0
  /** Both are in order of time; a point that is in both is told once. */
  const before = (at: EpochMs): void => {
    for (; next < fresh.count && (fresh.at[next] as number) <= at; next++) {
      if (fresh.at[next] !== at)
        visit(
          fresh.at[next] as number,
          fresh.lonE7[next] as number,
          fresh.latE7[next] as number,
          fresh.speed[next] as number,
          fresh.heading[next] as number,
          fresh.alarm[next] as number,
          fresh.acc[next] as number,
        )
    }
  }
  for (const row of await rows.within(groupOf(ordinal), slabOf(from), slabOf(to))) {
    walkVehicle(
      openChunk(row.blob, row.slab),
      ordinal % GROUP,
      to,
      (at, lonE7, latE7, speed, heading, alarm, acc) => {
        if (at < from) return
        before(at)
        visit(at, lonE7, latE7, speed, heading, alarm, acc)
      },
    )
  }
  before(Infinity)
  return handed(list.take())
}

/** The groups in even parts, one a connection: the database packs the next while this thread unpacks one. */
const lanes = (groups: number): { from: number; to: number }[] =>
  Array.from({ length: LANES * 2 }, (_, i) => ({
    from: Math.floor((groups * i) / (LANES * 2)),
    to: Math.floor((groups * (i + 1)) / (LANES * 2)),
  })).filter(({ from, to }) => to > from)

const coldAt = async (at: EpochMs): Promise<PointColumns> => {
  const reach = await rows.reach()
  const list = makePointList(4096)
  const add = (row: ChunkRow): void => {
    const chunk = openChunk(row.blob, row.slab)
    for (let local = 0; local < GROUP; local++) {
      const point = walkVehicle(chunk, local, at)
      if (point !== null && point.at >= at - CARRY_MS) list.add(row.group * GROUP + local, point)
    }
  }
  if (reach !== null)
    await Promise.all(
      lanes(reach.group + 1).map(async (part) =>
        (await rows.newest(Math.min(slabOf(at), reach.slab), part)).forEach(add),
      ),
    )
  return list.take()
}

const steps = async (asked: {
  slab: EpochMs
  steps: EpochMs[]
  ordinals: number[] | null
  hot: ArrayBuffer[]
}): Promise<Handover> => {
  const thinner = makeThinner(asked.steps)
  const wanted = asked.ordinals === null ? null : new Set(asked.ordinals)
  const last = asked.steps.at(-1) as EpochMs
  for (const row of await rows.slab(
    asked.slab,
    wanted === null ? null : [...new Set([...wanted].map(groupOf))],
  )) {
    const chunk = openChunk(row.blob, row.slab)
    for (let local = 0; local < GROUP; local++) {
      const ordinal = row.group * GROUP + local
      if (wanted !== null && !wanted.has(ordinal)) continue
      walkVehicle(chunk, local, last, thinner.visitor(ordinal))
      thinner.end()
    }
  }
  const found = thinner.take().map((p, i) => newerOf(p, viewPoints(asked.hot[i] as ArrayBuffer)))
  return new Handover(
    found.map(({ buffer }) => buffer),
    found.map(({ buffer }) => buffer),
  )
}

serve({
  track,
  fleetAt: async ({ at, hot }: { at: EpochMs; hot: ArrayBuffer }) =>
    handed(newerOf(await coldAt(at), viewPoints(hot))),
  steps,
  close: () => rows.close(),
})
