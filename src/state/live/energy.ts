import type { Frame } from '#shared/protocol/frame.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** A reading that is no number is no reading. */
const finite = (value: number | undefined): number | null =>
  Number.isFinite(value) ? (value as number) : null

/** The newest reading of every building, by ordinal, outside Vue. `apply` is the single writer and bumps `version`. */
export class EnergyTable {
  version = 0
  updatedAt: EpochMs = 0
  private readonly kw = new Map<number, number>()
  private readonly kwh = new Map<number, number>()

  apply(frame: Frame<'energy'>): void {
    if (frame.snapshot) this.clear()
    const { ordinal, kw, todayKwh } = frame.columns
    for (let i = 0; i < frame.rows; i++) {
      const key = ordinal[i] ?? 0
      this.kw.set(key, finite(kw[i]) ?? Number.NaN)
      this.kwh.set(key, finite(todayKwh[i]) ?? 0)
    }
    this.updatedAt = frame.serverTime
    this.version++
  }

  /** The whole of an instant that is replayed. */
  fill(
    rows: readonly {
      readonly ordinal: number
      readonly kw: number | null
      readonly todayKwh: number | null
    }[],
    at: EpochMs,
  ): void {
    this.clear()
    for (const { ordinal, kw, todayKwh } of rows) {
      this.kw.set(ordinal, kw ?? Number.NaN)
      this.kwh.set(ordinal, todayKwh ?? 0)
    }
    this.updatedAt = at
  }

  get count(): number {
    return this.kw.size
  }

  /** null before the building's first reading; `kw` is null while it is silent. */
  read(ordinal: number): { readonly kw: number | null; readonly todayKwh: number } | null {
    const kw = this.kw.get(ordinal)
    return kw === undefined
      ? null
      : { kw: Number.isNaN(kw) ? null : kw, todayKwh: this.kwh.get(ordinal) ?? 0 }
  }

  clear(): void {
    this.kw.clear()
    this.kwh.clear()
    this.version++
  }
}
