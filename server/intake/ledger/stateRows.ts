import { sql } from 'kysely'
import { monthsAsked, type Reported, type Window } from '#shared/indices/window.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

/** Secondary indexes, made when a load settles and kept from then on; no migration may give one of these names to another. `C` collation makes prefix searches use them. */
export const INDEXES: readonly [name: string, on: string][] = [
  ['rooms_floor', 'rooms (floor)'],
  ['rooms_building', 'rooms (building)'],
  ['rooms_unit', 'rooms (unit)'],
  ['rooms_stale', 'rooms (id) where stale'],
  ['rooms_number', 'rooms (lower(number) collate "C", county, id)'],
  ['rooms_over', 'rooms (over_dm2 desc, id) where over_room'],
  ['rooms_idle', `rooms (state_since, id) where state = 'idle'`],
  ['occupants_room', 'occupants (room)'],
  ['occupants_person', 'occupants (person)'],
  ['floors_building', 'floors (building)'],
  ['buildings_compound', 'buildings (compound)'],
  ['compounds_county', 'compounds (county)'],
  ['units_region', 'units (region)'],
  ['people_unit', 'people (unit)'],
  ['people_name', 'people (name collate "C", region, id)'],
  ['people_pinyin', 'people (pinyin collate "C", region, id)'],
  ['people_initials', 'people (initials collate "C", region, id)'],
  ['vehicles_unit', 'vehicles (unit)'],
  ['vehicles_region', 'vehicles (region)'],
  ['vehicles_plate', 'vehicles (plate collate "C")'],
  ['vehicles_plate_rest', 'vehicles (substr(plate, 2) collate "C")'],
  ['vehicles_plate_reversed', 'vehicles (plate_reversed collate "C")'],
  ['orders_vehicle_start', 'orders (vehicle, start_at)'],
  ['meters_building', 'meters (building)'],
  ['place_measures_kind', 'place_measures (kind)'],
]

const TABLES = {
  records:
    'people, rooms, occupants, floors, buildings, compounds, units, vehicles, vehicle_months, orders, vehicle_costs, meters, energy_months',
  sums: 'place_measures, unit_measures, search_places',
} as const

/** What survives a restart about the roll-ups. */
export interface LedgerState {
  dirty(): Promise<boolean>
  markDirty(): Promise<void>
  markRebuilt(at: number, window: Window): Promise<void>
  /** What the roll-ups counted when they were last made. */
  window(): Promise<Window | null>
  /** How many buildings and vehicles have reported the months that decide which months count. */
  reported(now: EpochMs): Promise<Reported>
  rebuiltAt(): Promise<number | null>
  /** Makes those that are not there; hears how many of how many stand. */
  ensureIndexes(made?: (done: number, all: number) => void): Promise<void>
  /** Refreshes the planner's statistics after a bulk load: of the records, before they are summed, or of the sums. */
  analyze(what: 'records' | 'sums'): Promise<void>
  /** Refreshes the visibility map too; nothing waits for it. */
  vacuum(): Promise<void>
  /** Marks records since then as fresh and older ones as not; how many changed. */
  age(since: number): Promise<number>
}

/** What the ledger remembers of its roll-ups. */
const marks = (
  db: Db,
): Pick<LedgerState, 'dirty' | 'markDirty' | 'markRebuilt' | 'window' | 'reported' | 'rebuiltAt'> => ({
  dirty: async () => (await db.selectFrom('ledger_state').select('dirty').executeTakeFirst())?.dirty ?? false,
  markDirty: async () => {
    await db.updateTable('ledger_state').set({ dirty: true }).where('dirty', '=', false).execute()
  },
  markRebuilt: async (at, window) => {
    await db
      .updateTable('ledger_state')
      .set({ dirty: false, rebuilt_at: at, counted: JSON.stringify(window) })
      .execute()
  },
  window: async () =>
    (await db.selectFrom('ledger_state').select('counted').executeTakeFirst())?.counted ?? null,
  reported: async (now) => {
    const counts = async (table: 'energy_months' | 'vehicle_months') =>
      new Map(
        (
          await sql<{
            month: string
            n: number
          }>`select month, count(*)::int as n from ${sql.table(table)} where month = any(${[...monthsAsked(now)]}) group by month`.execute(
            db,
          )
        ).rows.map(({ month, n }) => [month, n]),
      )
    return { energy: await counts('energy_months'), vehicles: await counts('vehicle_months') }
  },
  rebuiltAt: async () =>
    (await db.selectFrom('ledger_state').select('rebuilt_at').executeTakeFirst())?.rebuilt_at ?? null,
})

/** What follows a load. */
const care = (db: Db): Pick<LedgerState, 'ensureIndexes' | 'analyze' | 'vacuum'> => ({
  ensureIndexes: async (made) => {
    for (const [i, [name, on]] of INDEXES.entries()) {
      made?.(i, INDEXES.length)
      await sql.raw(`create index if not exists ${name} on ${on}`).execute(db)
    }
  },
  analyze: async (what) => {
    await sql.raw(`analyze ${TABLES[what]}`).execute(db)
  },
  vacuum: async () => {
    await sql.raw(`vacuum (analyze) ${TABLES.records}, ${TABLES.sums}`).execute(db)
  },
})

/** What time made old. */
const ageing = (db: Db): Pick<LedgerState, 'age'> => ({
  age: async (since) => {
    let aged = 0
    for (const table of ['rooms', 'buildings', 'compounds', 'units']) {
      const { numAffectedRows } =
        await sql`update ${sql.raw(table)} set fresh = updated_at >= ${since} where fresh <> (updated_at >= ${since})`.execute(
          db,
        )
      aged += Number(numAffectedRows ?? 0)
    }
    return aged
  },
})

export const makeLedgerState = (db: Db): LedgerState => ({
  ...marks(db),
  ...care(db),
  ...ageing(db),
})
