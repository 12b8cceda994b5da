import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const SHARED = join(import.meta.dirname, '../..')

/** What the files under `src/shared` whose path matches export as their default, in the order of their paths. */
export const defaultsOf = async (path: RegExp): Promise<readonly unknown[]> => {
  const files = readdirSync(SHARED, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => path.test(file))
    .sort()
  const modules = files.map((file) => import(pathToFileURL(join(SHARED, file)).href))
  return (await Promise.all(modules)).map((module: { readonly default?: unknown }) => module.default)
}
