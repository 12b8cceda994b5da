import { sql, type Migration } from 'kysely'

/** Only the owner of the access log's functions writes to it, also where the database was not prepared for a sealed log: PostgreSQL lets everybody call a new function. A sealed log has another owner, and was closed then. */
export const auditClosed: Migration = {
  up: async (db) => {
    await sql`do $$ declare one text; begin
      foreach one in array array['audit_lock_head()', 'audit_append(jsonb)', 'audit_anchored(integer, text)'] loop
        one := format('%I.%s', current_schema(), one);
        if exists (select from pg_proc where oid = to_regprocedure(one) and pg_has_role(current_user, proowner, 'usage')) then
          execute format('revoke execute on function %s from public', one);
        end if;
      end loop;
    end $$`.execute(db)
  },
}
