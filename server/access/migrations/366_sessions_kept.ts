import { sql, type Kysely, type Migration } from 'kysely'

/** Sessions know their browser and the last act of their person; guesses are counted by name beside by address. */
export const sessionsKept: Migration = {
  up: async (db: Kysely<never>) => {
    await sql`
      alter table sessions add column agent text not null default '';
      alter table sessions add column acted_at bigint not null default 0;
      update sessions set acted_at = seen_at;
      create table sign_in_names (name text primary key, failures integer not null, last_at bigint not null, next_at bigint not null);
      create index sign_in_failures_last on sign_in_failures (last_at);
      create table known_addresses (
        account text not null references accounts (id) on delete cascade,
        address text not null,
        last_at bigint not null,
        primary key (account, address)
      );
      insert into known_addresses select account, address, max(seen_at) from sessions group by account, address;
      create table sign_in_alarms (
        id bigint generated always as identity primary key,
        name text not null,
        address text not null,
        region text,
        failures integer not null,
        addresses integer not null,
        first_at bigint not null,
        last_at bigint not null
      );
      create index sign_in_alarms_name on sign_in_alarms (name, last_at)`.execute(db)
  },
}
