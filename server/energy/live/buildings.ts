import type { FrameColumns } from '#shared/protocol/frame.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

/** A building whose newest reading is older counts as silent: two uploads of a collector (15 min each) and some slack. */
export const SILENT_MS: DurationMs = 35 * 60_000

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

export const makeBuildingTable = (): BuildingTable => {
  let c = makeColumns(FIRST_CAPACITY)
  let size = 0
  let changed: number[] = []

  const touch = (o: number): void => {
    if (o >= c.kw.length) {
      const next = makeColumns(Math.max(o + 1, c.kw.length * 2))
      for (const name of Object.keys(c) as (keyof typeof c)[]) next[name].set(c[name] as never)
      c = next
    }
    size = Math.max(size, o)
    c.known[o] = 1
    if (c.changed[o]) return
    c.changed[o] = 1
    changed.push(o)
  }

  return {
    setPower: (o, kw, at) => {
      touch(o)
      const before = c.reporting[o] ? (c.kw[o] as number) : 0
      const joined = c.reporting[o] ? 0 : 1
      c.kw[o] = kw
      c.at[o] = at
      c.reporting[o] = 1
      return { kw: (c.kw[o] as number) - before, reporting: joined }
    },
    addToday: (o, kwh) => {
      touch(o)
      c.today[o] = (c.today[o] as number) + kwh
    },
    clearToday: () => {
      for (let o = 1; o <= size; o++) {
        if (!c.known[o]) continue
        c.today[o] = 0
        touch(o)
      }
    },
    sweep: (now) => {
      const silent: { ordinal: number; kw: number }[] = []
      for (let o = 1; o <= size; o++) {
        if (!c.reporting[o] || now - (c.at[o] as number) <= SILENT_MS) continue
        silent.push({ ordinal: o, kw: c.kw[o] as number })
        c.reporting[o] = 0
        c.kw[o] = Number.NaN
        touch(o)
      }
      return silent
    },
    takeChanged: () => {
      const taken = changed
      changed = []
      for (const o of taken) c.changed[o] = 0
      return taken
    },
    row: (o) =>
      c.known[o]
        ? {
            kw: c.kw[o] as number,
            todayKwh: c.today[o] as number,
            at: c.at[o] as number,
            reporting: c.reporting[o] === 1,
          }
        : null,
    write: (columns, ordinals) => {
      for (let i = 0; i < ordinals.length; i++) {
        const o = ordinals[i] as number
        columns.ordinal[i] = o
        columns.kw[i] = c.kw[o] as number
        columns.todayKwh[i] = c.today[o] as number
      }
    },
    *all() {
      for (let o = 1; o <= size; o++) if (c.known[o]) yield o
    },
  }
}
