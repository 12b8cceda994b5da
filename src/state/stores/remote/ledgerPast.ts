import { computed, ref, shallowRef } from 'vue'
import { measuresToArray, zeroMeasures } from '#shared/indices/measures.ts'
import type { CompoundRow, MeasureDay, PlaceView, RegionRow } from '#shared/protocol/http.ts'
import { useReplayStore } from '../replay.ts'

const NOTHING: readonly number[] = measuresToArray(zeroMeasures())

/**
 * The ledger's roll-ups of a past day laid over the places of today: names, borders and children are today's, figures
 * that day's; what was not kept counts nothing. Each laid-over row is made once.
 */
const makeLedgerPast = (day: MeasureDay) => {
  const measures = new Map(day.rows.map((row) => [row.id, row.measures]))
  const made = new WeakMap<object, object>()
  const over = <T extends { readonly id: string; measures: number[] }>(row: T): T => {
    const known = made.get(row) as T | undefined
    if (known) return known
    const laid = { ...row, measures: [...(measures.get(row.id) ?? NOTHING)] }
    made.set(row, laid)
    return laid
  }
  return {
    asOf: day.asOf,
    has: (id: string): boolean => measures.has(id),
    region: (row: RegionRow): RegionRow => over(row),
    compound: (row: CompoundRow): CompoundRow => over(row),
    view: (view: PlaceView): PlaceView => {
      const known = made.get(view) as PlaceView | undefined
      if (known) return known
      const laid: PlaceView = {
        ...view,
        measures: [...(measures.get(view.id) ?? NOTHING)],
        children: view.children.map(over),
        asOf: day.asOf,
      }
      made.set(view, laid)
      return laid
    },
  }
}
type LedgerPast = ReturnType<typeof makeLedgerPast>

const NO_DAY = makeLedgerPast({ day: '', rows: [], asOf: 0 })

/** The day that lies over the ledger while the past is replayed; what is read of `live` lies under it. */
export const useLedgerDay = () => {
  const replay = useReplayStore()
  /** What was kept of the day that is replayed; null while it is read, or where nothing was kept. */
  const kept = shallowRef<LedgerPast | null>(null)
  /** Nothing was kept of the replayed day. */
  const notKept = ref(false)
  const showDay = (day: MeasureDay | null, missing = false): void => {
    kept.value = day && makeLedgerPast(day)
    notKept.value = missing
  }
  /** The day to lay over what stands here; null live. */
  const past = computed(() => (replay.active ? (kept.value ?? NO_DAY) : null))
  /** Of the replayed day no figure of this place was kept. */
  const lacks = (id: string): boolean =>
    replay.active && (notKept.value || (kept.value !== null && !kept.value.has(id)))
  /** What is shown of something that is held: itself, or with that day's figures; null where nothing is held. */
  const laid = <T, U>(found: T | undefined, lay: (day: LedgerPast, found: T) => U): T | U | null => {
    if (found === undefined) return null
    return past.value ? lay(past.value, found) : found
  }
  return { past, lacks, laid, showDay }
}
