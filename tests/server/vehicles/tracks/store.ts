import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeTrackStore } from '../../../../server/vehicles/tracks/store.ts'
import type { TrackStore } from '../../../../server/vehicles/tracks/types.ts'
import { makePoints, type PointColumns } from '../../../../src/shared/vehicles/track/points.ts'
import { SLAB_MS, type TrackPoint } from '../../../../src/shared/vehicles/track/chunk/format.ts'
import { makeTestDatabase, type TestDatabase } from '../../../builders/house/database.ts'

export const NOON = Math.floor(Date.parse('2026-06-15T12:00:00+08:00') / SLAB_MS) * SLAB_MS
export const folder = mkdtempSync(join(tmpdir(), 'tracks-'))
export let clock = NOON + 20 * 60_000
export let database: TestDatabase

export const state = {} as { store: TrackStore }

/** A vehicle's point is known by its time: what comes back can be checked without a list of what went in. */
export const pointOf = (ordinal: number, at: number): TrackPoint => {
  const t = (at - NOON) / 1000
  return {
    at,
    lonE7: 1_083_000_000 + ordinal * 1000 + t * 700,
    latE7: 228_000_000 - t * 333 + ordinal,
    speed: (ordinal + Math.abs(t)) % 1200,
    heading: (ordinal * 7 + Math.floor(Math.abs(t) / 60)) % 360,
    alarm: Math.abs(t) % 900 === 0 ? 3 : 0,
    acc: 1,
  }
}
export type Named = readonly [ordinal: number, at: number]
const columnsOf = (named: readonly Named[]): PointColumns => {
  const p = makePoints(named.length)
  named.forEach(([ordinal, at], i) => {
    p.ordinal[i] = ordinal
    for (const [name, value] of Object.entries(pointOf(ordinal, at)))
      (p as unknown as Record<string, number[]>)[name]![i] = value
  })
  return p
}
export const rowsOf = (p: PointColumns) =>
  Array.from({ length: p.count }, (_, i) => ({
    ordinal: p.ordinal[i],
    at: p.at[i],
    lonE7: p.lonE7[i],
    latE7: p.latE7[i],
    speed: p.speed[i],
    heading: p.heading[i],
    alarm: p.alarm[i],
    acc: p.acc[i],
  }))
export const expected = (named: readonly Named[]) =>
  named.map(([ordinal, at]) => ({ ordinal, ...pointOf(ordinal, at) }))
export const every = (ordinals: readonly number[], from: number, to: number, step: number): Named[] => {
  const all: Named[] = []
  for (let at = from; at <= to; at += step) for (const ordinal of ordinals) all.push([ordinal, at])
  return all
}
export const open = (url = database.url, dataDir = folder, limits = {}): TrackStore =>
  makeTrackStore({
    databaseUrl: url,
    dataDir,
    limits,
    clock: () => clock,
    log: { error: (detail, message) => console.error(message, detail) },
  })
export const append = (named: readonly Named[], on = state.store) => on.append(columnsOf(named), clock)
export const kept = async (on = database): Promise<number> =>
  Number((await on.pool.query('select coalesce(sum(points), 0) as n from track_chunks')).rows[0].n)

export const openHouse = async () => {
  database = await makeTestDatabase()
  state.store = open()
  await state.store.start()
}
