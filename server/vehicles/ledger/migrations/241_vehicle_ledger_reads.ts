import { sql, type Kysely, type Migration } from 'kysely'

/** What the ledger's readers look orders up by, and since when tracks are compared with them. */
export const vehicleLedgerReads: Migration = {
  up: async (db: Kysely<never>) => {
    /* A load that settled before gave this name to another index. */
    await sql.raw('alter index if exists orders_vehicle rename to orders_vehicle_start').execute(db)
    await sql.raw('create index orders_vehicle on orders (vehicle, end_at)').execute(db)
    await sql
      .raw('create table vehicle_ledger_state (one boolean primary key check (one), since bigint not null)')
      .execute(db)
    await sql.raw('create index orders_end on orders (end_at)').execute(db)
  },
}
