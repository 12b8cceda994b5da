import { sql, type Kysely, type Migration } from 'kysely'

const accounts = (db: Kysely<unknown>) =>
  sql`
  create table accounts (
    id text primary key,
    name text not null unique check (name = lower(name)),
    display_name text not null,
    role text not null,
    scope_region text not null,
    scope_unit text,
    responsible text not null,
    state text not null check (state in ('pending', 'active', 'disabled')),
    password_hash text,
    must_change boolean not null default true,
    password_at bigint,
    last_sign_in bigint,
    created_at bigint not null
  );
  create index accounts_scope on accounts (scope_region);
  create table password_history (
    account text not null references accounts (id) on delete cascade,
    at bigint not null,
    hash text not null,
    primary key (account, at)
  )`.execute(db)

const sessions = (db: Kysely<unknown>) =>
  sql`
  create table sessions (
    token_hash text primary key,
    id text not null unique,
    account text not null references accounts (id) on delete cascade,
    address text not null,
    created_at bigint not null,
    seen_at bigint not null
  );
  create index sessions_account on sessions (account);
  create table sign_in_failures (
    name text not null,
    address text not null,
    failures integer not null,
    last_at bigint not null,
    locked_until bigint,
    primary key (name, address)
  );
  create table pairings (
    code_hash text primary key,
    label text not null,
    scope_region text not null,
    scope_unit text,
    created_by text not null,
    expires_at bigint not null,
    used_at bigint
  )`.execute(db)

const audit = (db: Kysely<unknown>) =>
  sql`
  create table audit (
    id bigint primary key,
    at bigint not null,
    account text not null,
    role text not null,
    event text not null,
    target text,
    outcome text not null check (outcome in ('ok', 'refused', 'failed')),
    address text not null,
    detail text,
    hash text not null
  );
  create index audit_at on audit (at);
  create index audit_account on audit (account, id);
  create table audit_head (one integer primary key check (one = 1), id bigint not null, hash text not null);
  insert into audit_head values (1, 0, '');
  create function audit_is_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'the audit log is append-only'; end $$;
  create trigger audit_no_change before update or delete on audit for each row execute function audit_is_append_only();
  create trigger audit_no_truncate before truncate on audit for each statement execute function audit_is_append_only()`.execute(
    db,
  )

/** Accounts, sessions, pairings of walls, and the audit log. */
export const access: Migration = {
  up: async (db) => {
    await accounts(db)
    await sessions(db)
    await audit(db)
  },
}
