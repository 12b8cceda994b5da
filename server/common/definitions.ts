import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const SERVER = join(import.meta.dirname, '..')

/** What the files under `server/` whose path matches define, file by file in the order of their paths. */
export const readDefinitions = async <T>(
  path: RegExp,
  isOne: (value: unknown) => value is T,
): Promise<readonly { readonly file: string; readonly found: readonly T[] }[]> => {
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((file) => path.test(file))
  return Promise.all(
    files.sort().map(async (file) => {
      const module = (await import(pathToFileURL(join(SERVER, file)).href)) as object
      return { file, found: Object.values(module).filter(isOne) }
    }),
  )
}
