import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table parameter_versions (key text not null, version integer not null check (version > 0), value jsonb, effective_from text not null, reason text not null check (reason <> ''), basis text,
    account text not null, role text not null, at bigint not null, primary key (key, version))`,
  `create function parameters_are_append_only() returns trigger language plpgsql as $$ begin raise exception 'versions of parameters are append-only'; end $$`,
  `create trigger parameters_no_change before update or delete on parameter_versions for each row execute function parameters_are_append_only()`,
  `create trigger parameters_no_truncate before truncate on parameter_versions for each statement execute function parameters_are_append_only()`,
]

/** Revisions of the rules' parameters: one row a version, never changed; a null value goes back to the default. */
export const parameters: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
