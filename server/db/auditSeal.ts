import { sql } from 'kysely'
import type { Db } from './open.ts'

/** Owns the audit tables; nobody can sign in as it, and the application is no member of it. */
const AUDIT_OWNER = 'guanlan_audit'

/**
 * SQL that a superuser runs once in a database: it makes the owner of the audit tables and a function by which the
 * application's login gives its audit tables away, for good. Repeating it changes nothing. Without these the log is as
 * safe as its owner's login; a later change of the audit tables belongs into this function, which runs at each start.
 */
export const AUDIT_SEAL_SQL = `
do $$ begin
  if not exists (select from pg_roles where rolname = '${AUDIT_OWNER}') then create role ${AUDIT_OWNER} nologin; end if;
end $$;
create or replace function public.guanlan_seal_audit() returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $seal$
declare one text;
begin
  if to_regprocedure('public.audit_append(jsonb)') is null then return false; end if;
  if (select relowner from pg_class where oid = 'public.audit'::regclass) = '${AUDIT_OWNER}'::regrole then return true; end if;
  foreach one in array array['table public.audit', 'table public.audit_head', 'function public.audit_is_append_only()',
    'function public.audit_lock_head()', 'function public.audit_append(jsonb)', 'function public.audit_anchored(integer, text)'] loop
    execute format('alter %s owner to ${AUDIT_OWNER}', one);
    if one like 'table%' then
      execute format('revoke all on %s from public, %I', one, session_user);
      execute format('grant select on %s to %I', one, session_user);
    elsif one not like '%only()' then
      execute format('revoke all on %s from public', one);
      execute format('grant execute on %s to %I', one, session_user);
    end if;
  end loop;
  return true;
end $seal$;
revoke all on function public.guanlan_seal_audit() from public;
`

/** Gives the audit tables away where the database was prepared for it. */
export const sealAudit = async (db: Db): Promise<void> => {
  const { rows } = await sql<{
    may: boolean
  }>`select to_regprocedure('public.guanlan_seal_audit()') is not null
    and has_function_privilege(to_regprocedure('public.guanlan_seal_audit()'), 'execute') as may`.execute(db)
  if (rows[0]?.may) await sql`select public.guanlan_seal_audit()`.execute(db)
}

/** What the application's login could do to the log, in words for the operator; empty where it can only append. */
export const auditRisks = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{ superuser: boolean; owner: boolean; change: boolean; schema: boolean }>`select
    (select rolsuper from pg_roles where rolname = current_user) as superuser,
    pg_has_role(current_user, (select relowner from pg_class where oid = to_regclass('audit')), 'member') as owner,
    has_table_privilege('audit', 'update') or has_table_privilege('audit', 'delete') or has_table_privilege('audit', 'truncate') as change,
    pg_has_role(current_user, (select n.nspowner from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('audit')), 'member') as schema`.execute(
    db,
  )
  const [login] = rows
  if (login?.superuser)
    return [
      '数据库登录名是超级用户,可改动访问日志 / the database login is a superuser and could change the access log',
    ]
  if (login?.owner || login?.change)
    return [
      '数据库登录名拥有访问日志表,可停用其保护 / the database login owns the access log and could disable its protection',
    ]
  if (login?.schema)
    return [
      '数据库登录名拥有该库或其模式,可删除访问日志表 / the database login owns the database or its schema and could drop the access log',
    ]
  return []
}
