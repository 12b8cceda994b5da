import { basename } from 'node:path'
import type { Migration } from 'kysely'
import { readDefinitions } from '../common/definitions.ts'

const IS_MIGRATION = /(^|[\\/])migrations[\\/]\d{3}_\w+\.ts$/
const isMigration = (value: unknown): value is Migration =>
  typeof value === 'object' && value !== null && 'up' in value

/**
 * Every `server/<subject>/migrations/NNN_name.ts`, by its name, which is never used twice: each exports one migration, which
 * knows nothing of the code of today. Throws where a file has none, or two have one name.
 */
export const readMigrations = async (): Promise<Record<string, Migration>> => {
  const migrations: Record<string, Migration> = {}
  for (const { file, found } of await readDefinitions(IS_MIGRATION, isMigration)) {
    const name = basename(file, '.ts')
    if (found.length !== 1)
      throw new Error(`server/${file}: one migration was expected, ${found.length} found`)
    if (name in migrations) throw new Error(`server/${file}: the name ${name} is taken`)
    migrations[name] = found[0]!
  }
  return migrations
}
