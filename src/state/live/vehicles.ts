import { LEFT_GROUP, type Frame } from '#shared/protocol/frame.ts'
import type { DurationMs, EpochMs, LonLat } from '#shared/kernel/units.ts'
import { drawnAt } from '#shared/vehicles/track/glide.ts'
import { VEHICLE_STATES } from '#shared/vehicles/state.ts'
import { WrittenRows } from './writtenRows.ts'
import { VehicleGroups } from './vehicleGroups.ts'

/** Offsets are degrees from this point, so that 32 bits hold 2 cm. */
const ORIGIN: LonLat = [108.5, 24]
/** A glide lasts as long as the reports are apart, within these bounds. */
const GLIDE = { shortestMs: 500, longestMs: 20_000, firstMs: 0 } as const
/** Float seconds lose precision with age: the epoch moves on before 0.03 s is lost. */
const REBASE_AFTER_MS: DurationMs = 6 * 3600 * 1000
const TURN = 360 / 256
const KINDS = VEHICLE_STATES.length
/** The group of frames that name none. */
const WHOLE = ''

const makeColumns = (rows: number) => ({
  ordinals: new Uint32Array(rows),
  from: new Float32Array(rows * 2),
  to: new Float32Array(rows * 2),
  spans: new Float32Array(rows * 2),
  headings: new Float32Array(rows),
  states: new Uint8Array(rows),
  speeds: new Uint8Array(rows),
  reportedAt: new Float64Array(rows),
  /** Number of the group that told of it last. */
  groups: new Uint16Array(rows),
})
type Columns = ReturnType<typeof makeColumns>

/** One vehicle as it stands in the table. */
export interface VehicleRow {
  readonly ordinal: number
  readonly at: LonLat
  readonly state: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly reportedAt: EpochMs
}

const bounded = (sinceLastMs: DurationMs): DurationMs =>
  sinceLastMs > 0 ? Math.min(Math.max(sinceLastMs, GLIDE.shortestMs), GLIDE.longestMs) : 0

/**
 * The vehicles, in columns outside Vue. `apply` is the single writer. `motion` and `paint` are versions: motion moves
 * with every report, paint only when a state or the set of vehicles changed. Frames come from groups (a region, a map
 * cell); each row belongs to the group that told of it last, and goes when that group says that it left.
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
  /** Rows that were written, so that drawing costs what changed and not what there is. */
  readonly journal = new WrittenRows(1024)
  /** How many stand in each state, wire order. */
  readonly byState = new Uint32Array(KINDS)
  /** Row + 1 by ordinal; 0 is none. */
  private rows = new Uint32Array(1024)
  private readonly groups = new VehicleGroups()
  /** The group that told it of each vehicle whose newest report is of no place, by ordinal. */
  private readonly nowhere = new Map<number, number>()

  /**
   * `now` is the clock that movers are drawn by; `glideMs` is how long they glide, where it is not the time
   * between two reports; `group` names who tells.
   */
  apply(frame: Frame<'vehicles'>, now: EpochMs, glideMs?: DurationMs, group: string = WHOLE): void {
    if (this.epoch === 0 || Math.abs(now - this.epoch) > REBASE_AFTER_MS) this.rebase(now)
    if (frame.snapshot && frame.rows > this.columns.ordinals.length) this.grow(frame.rows)
    const known = this.count
    const number = this.groups.numberOf(group)
    const { ordinal, state, lonE6, latE6 } = frame.columns
    let painted = false
    for (let i = 0; i < frame.rows; i++) {
      const each = ordinal[i] as number
      const isAway = Math.abs(lonE6[i] as number) > 180e6 || Math.abs(latE6[i] as number) > 90e6
      if (state[i] === LEFT_GROUP) painted = this.leave(each, number) || painted
      else if (isAway) this.nowhere.set(each, number)
      else painted = this.write(frame, i, now, glideMs, number) || painted
    }
    if (frame.snapshot) painted = this.keepOnly(ordinal, number) || painted
    this.motion++
    if (painted || known !== this.count) this.paint++
    this.updatedAt = frame.serverTime
  }

  /** Vehicles whose newest report named a place that is not on the earth: it changes nothing else. */
  get refused(): number {
    return this.nowhere.size
  }

  /** Whether a group is about to be left: its frames still move what it holds, and take nothing from another group. */
  retire(group: string, leaving = true): void {
    this.groups.retire(group, leaving)
  }

  /** Forgets a group and the rows that no other group has told of. */
  drop(group: string): void {
    const number = this.groups.forget(group)
    for (const [each, of] of this.nowhere) if (of === number) this.nowhere.delete(each)
    if (number === null || !this.removeWhere((row) => this.columns.groups[row] === number)) return
    this.motion++
    this.paint++
  }

  rowOf(ordinal: number): number {
    return (this.rows[ordinal] ?? 0) - 1
  }

  /** Where it is drawn at `now`; null for an unknown vehicle. */
  read(ordinal: number, now: EpochMs): VehicleRow | null {
    const row = this.rowOf(ordinal)
    if (row < 0) return null
    const { states, speeds, headings, reportedAt } = this.columns
    this.draw(row, now)
    return {
      ordinal,
      at: [this.drawn.x + ORIGIN[0], this.drawn.y + ORIGIN[1]],
      state: states[row] ?? 0,
      speedKmh: speeds[row] ?? 0,
      headingDeg: headings[row] ?? 0,
      reportedAt: reportedAt[row] ?? 0,
    }
  }

  clear(): void {
    this.count = 0
    this.rows.fill(0)
    this.groups.clear()
    this.nowhere.clear()
    this.byState.fill(0)
    this.motion++
    this.paint++
  }

  private write(
    frame: Frame<'vehicles'>,
    i: number,
    now: EpochMs,
    glideMs: DurationMs | undefined,
    group: number,
  ): boolean {
    const c = frame.columns
    const ordinal = c.ordinal[i] as number
    this.nowhere.delete(ordinal)
    const known = this.rowOf(ordinal)
    const row = known < 0 ? this.add(ordinal) : known
    this.journal.note(row)
    const d = this.columns
    const at = frame.serverTime - (c.ageDs[i] as number) * 100
    const glide =
      known < 0 ? bounded(GLIDE.firstMs) : (glideMs ?? bounded(at - (d.reportedAt[row] as number)))
    this.place(
      row,
      (c.lonE6[i] as number) / 1e6 - ORIGIN[0],
      (c.latE6[i] as number) / 1e6 - ORIGIN[1],
      now,
      glide,
    )
    d.headings[row] = (c.heading[i] as number) * TURN
    d.speeds[row] = c.speedKmh[i] as number
    d.reportedAt[row] = at
    if (known < 0 || this.groups.mayTake(group, d.groups[row] as number)) d.groups[row] = group
    return this.setState(row, Math.min(c.state[i] as number, KINDS - 1), known < 0)
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
  private place(row: number, x: number, y: number, now: EpochMs, glideMs: DurationMs): void {
    const { from, to, spans } = this.columns
    if (glideMs > 0) this.draw(row, now)
    from[row * 2] = glideMs > 0 ? this.drawn.x : x
    from[row * 2 + 1] = glideMs > 0 ? this.drawn.y : y
    to[row * 2] = x
    to[row * 2 + 1] = y
    spans[row * 2] = (now - this.epoch) / 1000
    spans[row * 2 + 1] = glideMs / 1000
  }

  private readonly drawn = { x: 0, y: 0 }
  /** Puts where the row is drawn into `drawn`. */
  private draw(row: number, now: EpochMs): void {
    drawnAt(this.columns, row, (now - this.epoch) / 1000, ORIGIN[1], this.drawn)
  }

  private add(ordinal: number): number {
    if (this.count === this.columns.ordinals.length) this.grow(this.count * 2)
    if (ordinal >= this.rows.length) {
      const next = new Uint32Array(Math.max(ordinal + 1, this.rows.length * 2))
      next.set(this.rows)
      this.rows = next
    }
    const row = this.count++
    this.rows[ordinal] = row + 1
    this.columns.ordinals[row] = ordinal
    return row
  }

  private grow(rows: number): void {
    const next = makeColumns(rows)
    for (const name of Object.keys(next) as (keyof Columns)[]) next[name].set(this.columns[name])
    this.columns = next
    this.journal.resize(rows)
  }

  /** A snapshot is the whole truth of its group: what it does not name is gone. */
  private keepOnly(ordinals: Uint32Array, group: number): boolean {
    const mine = this.columns.groups
      .subarray(0, this.count)
      .reduce((sum, each) => sum + (each === group ? 1 : 0), 0)
    if (mine === ordinals.length && this.nowhere.size === 0) return false
    const kept = new Set(ordinals)
    for (const [each, of] of this.nowhere) if (of === group && !kept.has(each)) this.nowhere.delete(each)
    return this.removeWhere(
      (row) => this.columns.groups[row] === group && !kept.has(this.columns.ordinals[row] as number),
    )
  }

  /** False when another group holds the vehicle by now. */
  private leave(ordinal: number, group: number): boolean {
    if (this.nowhere.get(ordinal) === group) this.nowhere.delete(ordinal)
    const row = this.rowOf(ordinal)
    if (row < 0 || this.columns.groups[row] !== group) return false
    this.remove(row)
    return true
  }

  private removeWhere(test: (row: number) => boolean): boolean {
    const before = this.count
    for (let row = this.count - 1; row >= 0; row--) if (test(row)) this.remove(row)
    return this.count !== before
  }

  private remove(row: number): void {
    const c = this.columns
    const last = --this.count
    const state = c.states[row] ?? 0
    this.byState[state] = (this.byState[state] ?? 1) - 1
    this.rows[c.ordinals[row] as number] = 0
    if (row === last) return
    this.journal.note(row)
    for (const name in c) {
      const column = c[name as keyof Columns]
      const width = column.length / c.ordinals.length
      column.copyWithin(row * width, last * width, (last + 1) * width)
    }
    this.rows[c.ordinals[row] as number] = row + 1
  }

  private rebase(now: EpochMs): void {
    const shift = this.epoch === 0 ? 0 : (now - this.epoch) / 1000
    for (let row = 0; row < this.count; row++)
      this.columns.spans[row * 2] = (this.columns.spans[row * 2] ?? 0) - shift
    this.epoch = now
    this.journal.noteAll()
  }
}
