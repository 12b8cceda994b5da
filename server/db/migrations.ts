import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Migration } from 'kysely'

const SERVER = join(import.meta.dirname, '..')
const IS_MIGRATION = /(^|[\\/])migrations[\\/]\d{3}_\w+\.ts$/
const isMigration = (value: unknown): value is Migration =>
  typeof value === 'object' && value !== null && 'up' in value

/**
 * Every `server/<subject>/migrations/NNN_name.ts`, by its name, which is never used twice: each exports one migration, which
 * knows nothing of the code of today. Throws where a file has none, or two have one name.
 */
export const readMigrations = async (): Promise<Record<string, Migration>> => {
  const migrations: Record<string, Migration> = {}
  for (const file of readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
    .filter((path) => IS_MIGRATION.test(path))
    .sort()) {
    const name = basename(file, '.ts')
    const found = Object.values((await import(pathToFileURL(join(SERVER, file)).href)) as object).filter(
      isMigration,
    )
    if (found.length !== 1)
      throw new Error(`server/${file}: one migration was expected, ${found.length} found`)
    if (name in migrations) throw new Error(`server/${file}: the name ${name} is taken`)
    migrations[name] = found[0]!
  }
  return migrations
}
