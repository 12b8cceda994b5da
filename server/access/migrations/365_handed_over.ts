import { sql, type Kysely, type Migration } from 'kysely'

/** Whom a unit's account was handed over to, how to reach that person, and since when. */
export const handedOver: Migration = {
  up: async (db: Kysely<never>) => {
    await sql`
      alter table accounts add column responsible_phone text not null default '';
      alter table accounts add column handed_over_at bigint;
      update accounts set handed_over_at = password_at where role = 'unit-user' and responsible <> '' and password_hash is not null;
      create index accounts_role on accounts (role, scope_region)`.execute(db)
  },
}
