import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const SHARED = join(import.meta.dirname, '../..')

/** The files under `src/shared` whose path matches, in the order of their paths. */
export const modulesOf = (path: RegExp): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  Promise.all(
    readdirSync(SHARED, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => path.test(file))
      .sort()
      .map((file) => import(pathToFileURL(join(SHARED, file)).href) as Promise<Record<string, unknown>>),
  )

/** What those files export as their default. */
export const defaultsOf = async (path: RegExp): Promise<readonly unknown[]> =>
  (await modulesOf(path)).map((module) => module['default'])
