import { sql, type Kysely, type Migration } from 'kysely'

/** Whose rows they are, and how many equal refusals one row stands for. */
const columns = (db: Kysely<unknown>) =>
  sql`
  alter table audit add column region text, add column unit text, add column times integer not null default 1;
  create index audit_region on audit (region, id);
  create index audit_event on audit (event, id);
  alter table audit_head
    add column anchors integer not null default 0,
    add column anchor_mac text not null default ''`.execute(db)

/**
 * The only ways to write the log. They run with the rights of the tables' owner, so that a login which may call them
 * needs no right to change, remove or hide a row: rows follow the head without a gap, and the head never goes back.
 */
const functionsIn = (schema: string): string => `
  create function ${schema}.audit_lock_head() returns table (id bigint, hash text)
    language sql security definer set search_path = pg_catalog, pg_temp as
    $$ select h.id, h.hash from ${schema}.audit_head h for update $$;

  create function ${schema}.audit_append(added jsonb) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare top bigint; rows bigint; low bigint; high bigint;
  begin
    select h.id into top from ${schema}.audit_head h for update;
    select count(*), min(r.id), max(r.id) into rows, low, high from jsonb_to_recordset(added) as r (id bigint);
    if rows = 0 then return; end if;
    if low <> top + 1 or high <> top + rows then
      raise exception 'audit rows % to % do not follow row %', low, high, top;
    end if;
    insert into ${schema}.audit (id, at, account, role, event, target, outcome, address, detail, region, unit, times, hash)
      select r.id, r.at, r.account, r.role, r.event, r.target, r.outcome, r.address, r.detail, r.region, r.unit, r.times, r.hash
      from jsonb_to_recordset(added) as r (id bigint, at bigint, account text, role text, event text, target text, outcome text,
        address text, detail text, region text, unit text, times integer, hash text);
    update ${schema}.audit_head set id = high, hash = (select a.hash from ${schema}.audit a where a.id = high);
  end $$;

  create function ${schema}.audit_anchored(number integer, mac text) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    update ${schema}.audit_head set anchors = number, anchor_mac = mac where anchors < number;
  end $$`

/** What the audit log needs to be written by a login that may not change it, and to remember its anchors outside. */
export const auditKept: Migration = {
  up: async (db) => {
    await columns(db)
    const { rows } = await sql<{ schema: string }>`select quote_ident(current_schema()) as schema`.execute(db)
    await sql.raw(functionsIn(rows[0]!.schema)).execute(db)
  },
}
