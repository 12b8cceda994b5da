import pg from 'pg'
import { AUDIT_SEAL_SQL } from './auditSeal.ts'
import { JOBS_SCHEMA } from './jobsTables.ts'

/** The cluster's superuser: makes databases and logins, and is nobody's login at work. */
export const ADMIN_LOGIN = 'guanlan'
/** The application's login: owns the tables it makes, may not change the audit log. */
export const APP_LOGIN = 'guanlan_app'
export const DATABASE = 'guanlan'
/** PostgreSQL's `invalid_password`. */
export const WRONG_PASSWORD = '28P01'

const CONNECT_MS = 10_000

const query = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

interface Passwords {
  readonly password: string
  readonly adminPassword: string
}
type UrlOf = (adminPassword: string, database: string) => string

/** Yesterday one login was both: it keeps being the superuser, under a password of its own. True where that was so. */
const takeAdminPassword = async (urlOf: UrlOf, { password, adminPassword }: Passwords): Promise<boolean> => {
  try {
    await query(urlOf(adminPassword, 'postgres'), (client) => client.query('select 1'))
    return false
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) throw error
  }
  await query(urlOf(password, 'postgres'), (client) =>
    client.query(`alter role ${ADMIN_LOGIN} password ${pg.escapeLiteral(adminPassword)}`),
  )
  return true
}

const ensureRoles = async (client: pg.Client, password: string): Promise<void> => {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [APP_LOGIN])
  const rights = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
  await client.query(
    `${rowCount ? 'alter' : 'create'} role ${APP_LOGIN} ${rights} password ${pg.escapeLiteral(password)}`,
  )
}

const ensureDatabase = async (client: pg.Client): Promise<void> => {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (!rowCount) await client.query(`create database ${DATABASE}`)
}

/** Everything in `public` that the superuser owns and the application made; what was sealed has another owner. */
const LEFT_OWNED = `
  select format('alter table %s owner to ${APP_LOGIN}', c.oid::regclass) as statement from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relowner = '${ADMIN_LOGIN}'::regrole and c.relkind in ('r', 'p', 'v', 'm', 'S')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and c.relkind = 'S' and d.deptype in ('a', 'i'))
  union all
  select format('alter routine %s owner to ${APP_LOGIN}', p.oid::regprocedure) from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.proowner = '${ADMIN_LOGIN}'::regrole and p.proname <> 'guanlan_seal_audit'
  union all
  select format('alter type %s owner to ${APP_LOGIN}', t.oid::regtype) from pg_type t
  where t.typnamespace = 'public'::regnamespace and t.typowner = '${ADMIN_LOGIN}'::regrole and t.typtype in ('e', 'd')`

/** The application makes and owns its tables here, without owning the schema: an owner of the schema could drop the audit tables. */
const prepare = async (client: pg.Client): Promise<void> => {
  await client.query(AUDIT_SEAL_SQL)
  await client.query(
    `grant execute on function public.guanlan_seal_audit() to ${APP_LOGIN}; grant usage, create on schema public to ${APP_LOGIN};
     create schema if not exists ${JOBS_SCHEMA} authorization ${APP_LOGIN}`,
  )
  const { rows } = await client.query<{ statement: string }>(LEFT_OWNED)
  for (const { statement } of rows) await client.query(statement)
}

/**
 * Makes the two logins, the database and what guards the audit log in it; a folder that knew one login only is brought
 * to the same, also when that was interrupted. Databases made afterwards in this cluster are prepared through its template.
 */
export const ensureLogins = async (urlOf: UrlOf, passwords: Passwords): Promise<void> => {
  const wasOne = await takeAdminPassword(urlOf, passwords)
  const { adminPassword } = passwords
  const databases = await query(urlOf(adminPassword, 'postgres'), async (client) => {
    await ensureRoles(client, passwords.password)
    await ensureDatabase(client)
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where datallowconn',
    )
    return wasOne ? rows.map(({ datname }) => datname) : ['template1', DATABASE]
  })
  for (const database of databases) await query(urlOf(adminPassword, database), prepare)
}
