import type { MeterDayRecord, ReadingRecord } from '#shared/protocol/platform.ts'
import { NO_MARKS, QUARTERS_PER_DAY, consumption, heavierMark, platformQuarters, type Piece, type QuarterMark } from '#shared/energy/quarters.ts'
import type { DayString, EpochMs } from '#shared/units.ts'
import type { MeterDay, MeterDays, MeterState } from '../repositories/meterDays.ts'
import { makeMeterSheets } from './energyDays.ts'

/** What a batch added to a quarter hour of a meter. */
export interface QuarterChange {
  readonly meter: string
  readonly day: DayString
  readonly quarter: number
  readonly kwh: number
}

/** Meter days and registers; what it answers is durable. Calls stand in line: a batch sees all of the one before. */
export interface MeterBook {
  load(): Promise<readonly MeterState[]>
  applyReadings(readings: readonly ReadingRecord[], ratedKw: (meter: string) => number): Promise<{ changes: QuarterChange[]; powers: MeterState[] }>
  applyDays(records: readonly MeterDayRecord[]): Promise<QuarterChange[]>
  /** Runs while no batch is being written. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** Newest register of a meter. */
  state(meter: string): MeterState | null
  /** Lets go of cached days that are not among these. */
  keepOnly(days: readonly DayString[]): void
}

interface Draft {
  meter: string
  day: DayString
  values: (number | null)[]
  marks: QuarterMark[]
}
const keyOf = (meter: string, day: DayString): string => `${meter}|${day}`

export const makeMeterBook = (store: MeterDays, now: () => EpochMs): MeterBook => {
  const states = new Map<string, MeterState>()
  const sheets = makeMeterSheets()
  let line: Promise<unknown> = Promise.resolve()

  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const result = line.then(work, work)
    line = result.catch(() => undefined)
    return result
  }

  /** Copies of the named days to work on; what the cache lacks is read in one query. */
  const drafts = async (wanted: readonly { meter: string; day: DayString }[]): Promise<Map<string, Draft>> => {
    const missing = wanted.filter(({ meter, day }) => !sheets.has(meter, day))
    const stored = new Map<string, MeterDay>()
    if (missing.length > 0) {
      const rows = await store.read([...new Set(missing.map(({ meter }) => meter))], [...new Set(missing.map(({ day }) => day))])
      for (const row of rows) stored.set(keyOf(row.meter, row.day), row)
    }
    return new Map(wanted.map(({ meter, day }) => [keyOf(meter, day), { meter, day, ...(sheets.read(meter, day) ?? copyOf(stored.get(keyOf(meter, day)))) }]))
  }

  const commit = async (touched: ReadonlyMap<string, Draft>, registers: readonly MeterState[]): Promise<void> => {
    const days = [...touched.values()].map((draft) => ({ ...draft, marks: draft.marks.join('') }))
    await store.write(days, registers, now())
    days.forEach(sheets.keep)
    for (const register of registers) states.set(register.meter, register)
  }

  const readNow = async (readings: readonly ReadingRecord[], ratedKw: (meter: string) => number) => {
    const { pieces, registers } = measure(readings, states, ratedKw)
    const touched = await drafts(pieces)
    for (const piece of pieces) addPiece(touched.get(keyOf(piece.meter, piece.day)) as Draft, piece)
    await commit(touched, registers)
    return { changes: pieces.filter(({ kwh }) => kwh !== 0).map(({ meter, day, quarter, kwh }) => ({ meter, day, quarter, kwh })), powers: registers }
  }

  const daysNow = async (records: readonly MeterDayRecord[]): Promise<QuarterChange[]> => {
    const touched = await drafts(records)
    const changes: QuarterChange[] = []
    for (const record of records) {
      const draft = touched.get(keyOf(record.meter, record.day)) as Draft
      for (const { quarter, kwh } of platformQuarters(record.day, record.values, record.updatedAt)) {
        const before = draft.values[quarter] ?? 0
        draft.values[quarter] = Math.fround(kwh)
        draft.marks[quarter] = 'p'
        if (Math.fround(kwh) !== before) changes.push({ meter: record.meter, day: record.day, quarter, kwh: kwh - before })
      }
    }
    await commit(touched, [])
    return changes
  }

  return {
    load: async () => {
      const rows = await store.states()
      for (const row of rows) states.set(row.meter, row)
      return rows
    },
    exclusively: inLine,
    applyReadings: (readings, ratedKw) => inLine(() => readNow(readings, ratedKw)),
    applyDays: (records) => inLine(() => daysNow(records)),
    state: (meter) => states.get(meter) ?? null,
    keepOnly: sheets.keepOnly,
  }
}

const copyOf = (row: MeterDay | undefined): Pick<Draft, 'values' | 'marks'> => ({
  values: row ? row.values.map((kwh) => (kwh === null ? null : Math.fround(kwh))) : Array.from({ length: QUARTERS_PER_DAY }, () => null),
  marks: [...(row?.marks ?? NO_MARKS)] as QuarterMark[],
})

const addPiece = (draft: Draft, piece: Piece): void => {
  draft.values[piece.quarter] = (draft.values[piece.quarter] ?? 0) + piece.kwh
  draft.marks[piece.quarter] = heavierMark(draft.marks[piece.quarter] as QuarterMark, piece.mark)
}

/** Where only the register was read: the mean power since it was read before; 0 when it never was, or fell. */
const meanKw = (before: MeterState | null, at: EpochMs, total: number): number => (before && total >= before.total ? (total - before.total) / ((at - before.at) / 3_600_000) : 0)

/** Consumption of a batch of readings, in order of time within each meter, and the registers that it leaves. */
const measure = (readings: readonly ReadingRecord[], before: ReadonlyMap<string, MeterState>, ratedKw: (meter: string) => number) => {
  const newest = new Map<string, MeterState>()
  const pieces: (Piece & { meter: string })[] = []
  for (const reading of readings.toSorted((a, b) => a.at - b.at)) {
    for (const { meter, kw, total } of reading.meters) {
      const last = newest.get(meter) ?? before.get(meter) ?? null
      if (last && reading.at <= last.at) continue
      for (const piece of consumption(last, { at: reading.at, total }, ratedKw(meter))) pieces.push({ ...piece, meter })
      newest.set(meter, { meter, at: reading.at, total, kw: kw ?? meanKw(last, reading.at, total) })
    }
  }
  return { pieces, registers: [...newest.values()] }
}
