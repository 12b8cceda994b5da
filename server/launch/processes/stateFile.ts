import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { LaunchError } from '../options.ts'

/** Writes a small file whole or not at all, readable by this account only: a full disk or a kill leaves what stood there. */
export const writeState = (file: string, text: string): void => {
  const making = `${file}.${process.pid}`
  try {
    writeFileSync(making, text, { mode: 0o600, flush: true })
    renameSync(making, file)
  } catch (error) {
    rmSync(making, { force: true })
    throw error
  }
}

/** A JSON file of the data folder; null where there is none. Throws LaunchError that names it and the remedy where it is not what it should be. */
export const readState = <T>(
  file: string,
  is: (value: unknown) => value is T,
  remedy: { readonly zh: string; readonly en: string },
): T | null => {
  if (!existsSync(file)) return null
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value === 'object' && value !== null && is(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new LaunchError(`文件损坏 / a damaged file: ${file};${remedy.zh} / ${remedy.en}`)
}
