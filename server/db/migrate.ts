import { Migrator } from 'kysely'
import { sealAudit } from './auditSeal.ts'
import { ensureJobsTables } from './jobsTables.ts'
import type { Db } from './open.ts'
import { readMigrations } from './migrations.ts'

/** Brings the schema to the newest version; each migration runs once, under a lock; the parts of the house number theirs apart, so their order may interleave. The audit tables are given away after that, where the database was prepared for it, and the tables of durable jobs are brought to their own newest version. Throws the first error. */
export const migrate = async (db: Db): Promise<string[]> => {
  const migrator = new Migrator({
    db,
    allowUnorderedMigrations: true,
    provider: { getMigrations: readMigrations },
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  await sealAudit(db)
  await ensureJobsTables(db)
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
}
