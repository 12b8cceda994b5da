import type { Frame } from '#shared/protocol/frame.ts'
import type { DurationMs, EpochMs, LonLat } from '#shared/units.ts'
import { VEHICLE_STATES } from '#shared/vehicles/state.ts'

/** Offsets are degrees from this point, so that 32 bits hold 2 cm. */
const ORIGIN: LonLat = [108.5, 24]
/** A glide lasts as long as the reports are apart, within these bounds. */
const GLIDE = { shortestMs: 500, longestMs: 20_000, firstMs: 0 } as const
/** Float seconds lose precision with age: the epoch moves on before 0.03 s is lost. */
const REBASE_AFTER_MS: DurationMs = 6 * 3600 * 1000
const TURN = 360 / 256
const KINDS = VEHICLE_STATES.length

interface Columns {
  ordinals: Uint32Array
  from: Float32Array
  to: Float32Array
  spans: Float32Array
  headings: Float32Array
  states: Uint8Array
  speeds: Uint8Array
  reportedAt: Float64Array
}

const makeColumns = (rows: number): Columns => ({
  ordinals: new Uint32Array(rows),
  from: new Float32Array(rows * 2),
  to: new Float32Array(rows * 2),
  spans: new Float32Array(rows * 2),
  headings: new Float32Array(rows),
  states: new Uint8Array(rows),
  speeds: new Uint8Array(rows),
  reportedAt: new Float64Array(rows),
})

/** One vehicle as it stands in the table. */
export interface VehicleRow {
  readonly ordinal: number
  readonly at: LonLat
  readonly state: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly reportedAt: EpochMs
}

/**
 * The vehicles, in columns outside Vue. `apply` is the single writer. `motion` and `paint` are versions: motion moves
 * with every report, paint only when a state or the set of vehicles changed.
 */
export class VehicleTable {
  readonly origin: LonLat = ORIGIN
  epoch: EpochMs = 0
  count = 0
  motion = 0
  paint = 0
  /** The frame's server time; 0 before the first. */
  updatedAt: EpochMs = 0
  columns: Columns = makeColumns(1024)
  /** How many stand in each state, wire order. */
  readonly byState = new Uint32Array(KINDS)
  private readonly rows = new Map<number, number>()
  private readonly seen = new Map<number, number>()

  /** `now` is the clock that movers are drawn by; `glideMs` is how long they glide, where it is not the time between two reports. */
  apply(frame: Frame<'vehicles'>, now: EpochMs, glideMs?: DurationMs): void {
    if (this.epoch === 0 || Math.abs(now - this.epoch) > REBASE_AFTER_MS) this.rebase(now)
    const known = this.count
    let painted = false
    for (let i = 0; i < frame.rows; i++) painted = this.write(frame, i, now, glideMs) || painted
    if (frame.snapshot) painted = this.keepOnly(frame) || painted
    this.motion++
    if (painted || known !== this.count) this.paint++
    this.updatedAt = frame.serverTime
  }

  rowOf(ordinal: number): number {
    return this.rows.get(ordinal) ?? -1
  }

  /** Where it is drawn at `now`; null for an unknown vehicle. */
  read(ordinal: number, now: EpochMs): VehicleRow | null {
    const row = this.rowOf(ordinal)
    if (row < 0) return null
    const { states, speeds, headings, reportedAt } = this.columns
    return {
      ordinal,
      at: [this.drawn(row, 0, now) + ORIGIN[0], this.drawn(row, 1, now) + ORIGIN[1]],
      state: states[row] ?? 0,
      speedKmh: speeds[row] ?? 0,
      headingDeg: headings[row] ?? 0,
      reportedAt: reportedAt[row] ?? 0,
    }
  }

  clear(): void {
    this.count = 0
    this.rows.clear()
    this.seen.clear()
    this.byState.fill(0)
    this.motion++
    this.paint++
  }

  private write(frame: Frame<'vehicles'>, i: number, now: EpochMs, glideMs?: DurationMs): boolean {
    const c = frame.columns
    const ordinal = c.ordinal[i] ?? 0
    const row = this.rows.get(ordinal) ?? this.add(ordinal)
    const state = Math.min(c.state[i] ?? 0, KINDS - 1)
    const at = frame.serverTime - (c.ageDs[i] ?? 0) * 100
    const fresh = this.seen.get(ordinal)
    this.place(row, (c.lonE6[i] ?? 0) / 1e6 - ORIGIN[0], (c.latE6[i] ?? 0) / 1e6 - ORIGIN[1], now, fresh === undefined ? GLIDE.firstMs : at - fresh, fresh === undefined ? undefined : glideMs)
    this.seen.set(ordinal, at)
    const d = this.columns
    d.headings[row] = (c.heading[i] ?? 0) * TURN
    d.speeds[row] = c.speedKmh[i] ?? 0
    d.reportedAt[row] = at
    return this.setState(row, state, fresh === undefined)
  }

  private setState(row: number, state: number, isNew: boolean): boolean {
    const old = this.columns.states[row] ?? 0
    if (!isNew && old === state) return false
    if (!isNew) this.byState[old] = (this.byState[old] ?? 1) - 1
    this.byState[state] = (this.byState[state] ?? 0) + 1
    this.columns.states[row] = state
    return true
  }

  /** From where it is drawn now to the report, over the time between the two reports. */
  private place(row: number, x: number, y: number, now: EpochMs, sinceLastMs: DurationMs, told?: DurationMs): void {
    const { from, to, spans } = this.columns
    const glideMs = told ?? (sinceLastMs > 0 ? Math.min(Math.max(sinceLastMs, GLIDE.shortestMs), GLIDE.longestMs) : 0)
    from[row * 2] = glideMs > 0 ? this.drawn(row, 0, now) : x
    from[row * 2 + 1] = glideMs > 0 ? this.drawn(row, 1, now) : y
    to[row * 2] = x
    to[row * 2 + 1] = y
    spans[row * 2] = (now - this.epoch) / 1000
    spans[row * 2 + 1] = glideMs / 1000
  }

  private drawn(row: number, axis: 0 | 1, now: EpochMs): number {
    const { from, to, spans } = this.columns
    const start = spans[row * 2] ?? 0
    const length = spans[row * 2 + 1] ?? 0
    const part = length > 0 ? Math.min(Math.max(((now - this.epoch) / 1000 - start) / length, 0), 1) : 1
    const a = from[row * 2 + axis] ?? 0
    return a + ((to[row * 2 + axis] ?? 0) - a) * part
  }

  private add(ordinal: number): number {
    if (this.count === this.columns.ordinals.length) this.grow(this.count * 2)
    const row = this.count++
    this.rows.set(ordinal, row)
    this.columns.ordinals[row] = ordinal
    return row
  }

  private grow(rows: number): void {
    const next = makeColumns(rows)
    for (const name of Object.keys(next) as (keyof Columns)[]) next[name].set(this.columns[name])
    this.columns = next
  }

  /** A snapshot is the whole truth: what it does not name is gone. */
  private keepOnly(frame: Frame<'vehicles'>): boolean {
    if (frame.rows === this.count) return false
    const kept = new Set(frame.columns.ordinal)
    for (let row = this.count - 1; row >= 0; row--) if (!kept.has(this.columns.ordinals[row] ?? -1)) this.remove(row)
    return true
  }

  private remove(row: number): void {
    const c = this.columns
    const last = --this.count
    const state = c.states[row] ?? 0
    this.byState[state] = (this.byState[state] ?? 1) - 1
    this.rows.delete(c.ordinals[row] ?? 0)
    this.seen.delete(c.ordinals[row] ?? 0)
    if (row === last) return
    for (const column of Object.values(c) as (Float32Array | Uint8Array)[]) {
      const width = column.length / c.ordinals.length
      column.copyWithin(row * width, last * width, (last + 1) * width)
    }
    this.rows.set(c.ordinals[row] ?? 0, row)
  }

  private rebase(now: EpochMs): void {
    const shift = this.epoch === 0 ? 0 : (now - this.epoch) / 1000
    for (let row = 0; row < this.count; row++) this.columns.spans[row * 2] = (this.columns.spans[row * 2] ?? 0) - shift
    this.epoch = now
  }
}
