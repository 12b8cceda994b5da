import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { FrameColumns } from '#shared/protocol/frame.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

/** A building whose newest reading is older counts as silent: two uploads of a collector (15 min each) and some slack. */
export const SILENT_MS: DurationMs = 35 * MINUTE_MS

/** Newest power and today's energy of every building, as columns by ordinal. */
export interface BuildingTable {
  setPower(ordinal: number, kw: number, at: EpochMs): { kw: number; reporting: number }
  addToday(ordinal: number, kwh: number): void
  clearToday(): void
  /** Buildings that fell silent: what to take from the sums. */
  sweep(now: EpochMs): { ordinal: number; kw: number }[]
  takeChanged(): number[]
  row(ordinal: number): { kw: number; todayKwh: number; at: EpochMs; reporting: boolean } | null
  write(columns: FrameColumns<'energy'>, ordinals: readonly number[]): void
  all(): Iterable<number>
}

const FIRST_CAPACITY = 1024
const makeColumns = (capacity: number) => ({
  kw: new Float32Array(capacity),
  today: new Float64Array(capacity),
  at: new Float64Array(capacity),
  reporting: new Uint8Array(capacity),
  known: new Uint8Array(capacity),
  changed: new Uint8Array(capacity),
})

interface Table {
  c: ReturnType<typeof makeColumns>
  /** The highest ordinal that was ever touched. */
  size: number
  changed: number[]
}

const touch = (table: Table, o: number): void => {
  if (o >= table.c.kw.length) {
    const next = makeColumns(Math.max(o + 1, table.c.kw.length * 2))
    for (const name of Object.keys(table.c) as (keyof typeof table.c)[])
      next[name].set(table.c[name] as never)
    table.c = next
  }
  table.size = Math.max(table.size, o)
  table.c.known[o] = 1
  if (table.c.changed[o]) return
  table.c.changed[o] = 1
  table.changed.push(o)
}

const setPower = (table: Table, o: number, kw: number, at: EpochMs): { kw: number; reporting: number } => {
  touch(table, o)
  const before = table.c.reporting[o] ? (table.c.kw[o] as number) : 0
  const joined = table.c.reporting[o] ? 0 : 1
  table.c.kw[o] = kw
  table.c.at[o] = at
  table.c.reporting[o] = 1
  return { kw: (table.c.kw[o] as number) - before, reporting: joined }
}

const clearToday = (table: Table): void => {
  for (let o = 1; o <= table.size; o++) {
    if (!table.c.known[o]) continue
    table.c.today[o] = 0
    touch(table, o)
  }
}

const sweepSilent = (table: Table, now: EpochMs): { ordinal: number; kw: number }[] => {
  const silent: { ordinal: number; kw: number }[] = []
  for (let o = 1; o <= table.size; o++) {
    if (!table.c.reporting[o] || now - (table.c.at[o] as number) <= SILENT_MS) continue
    silent.push({ ordinal: o, kw: table.c.kw[o] as number })
    table.c.reporting[o] = 0
    table.c.kw[o] = Number.NaN
    touch(table, o)
  }
  return silent
}

const takeChanged = (table: Table): number[] => {
  const taken = table.changed
  table.changed = []
  for (const o of taken) table.c.changed[o] = 0
  return taken
}

const writeColumns = (table: Table, columns: FrameColumns<'energy'>, ordinals: readonly number[]): void => {
  for (let i = 0; i < ordinals.length; i++) {
    const o = ordinals[i] as number
    columns.ordinal[i] = o
    columns.kw[i] = table.c.kw[o] as number
    columns.todayKwh[i] = table.c.today[o] as number
  }
}

const rowOf = (table: Table, o: number): ReturnType<BuildingTable['row']> =>
  table.c.known[o]
    ? {
        kw: table.c.kw[o] as number,
        todayKwh: table.c.today[o] as number,
        at: table.c.at[o] as number,
        reporting: table.c.reporting[o] === 1,
      }
    : null

export const makeBuildingTable = (): BuildingTable => {
  const table: Table = { c: makeColumns(FIRST_CAPACITY), size: 0, changed: [] }

  return {
    setPower: (o, kw, at) => setPower(table, o, kw, at),
    addToday: (o, kwh) => {
      touch(table, o)
      table.c.today[o] = (table.c.today[o] as number) + kwh
    },
    clearToday: () => clearToday(table),
    sweep: (now) => sweepSilent(table, now),
    takeChanged: () => takeChanged(table),
    row: (o) => rowOf(table, o),
    write: (columns, ordinals) => writeColumns(table, columns, ordinals),
    *all() {
      for (let o = 1; o <= table.size; o++) if (table.c.known[o]) yield o
    },
  }
}
