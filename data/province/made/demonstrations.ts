import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { memberName } from '#shared/kernel/collection.ts'
import type { CountyContext } from '../housing/context.ts'
import type { CountyBundle, CountyCore } from '../Province.ts'
import type { Demonstration } from './demonstration.ts'

const PROVINCE = join(import.meta.dirname, '..')
const isDemonstration = (value: unknown): value is Demonstration =>
  typeof value === 'object' && value !== null && 'of' in value && 'make' in value

const readOne = async (file: string): Promise<Demonstration> => {
  const values: object = await import(pathToFileURL(join(PROVINCE, file)).href)
  const [one, ...more] = Object.values(values).filter(isDemonstration)
  if (!one || more.length > 0)
    throw new Error(
      `data/province/${file}: one demonstration was expected, ${one ? more.length + 1 : 0} found`,
    )
  return one
}

/** Every demonstration that is found by its folder, in the order of the paths. */
export const DEMONSTRATIONS: readonly Demonstration[] = await Promise.all(
  readdirSync(PROVINCE, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^\\/]+[\\/]collections[\\/][^\\/]+\.ts$/.test(path))
    .sort()
    .map(readOne),
)

/** The county with the records of all that are found. Throws where one makes what is there already. */
export const withDemonstrations = (context: CountyContext, core: CountyCore): CountyBundle => {
  const county: Record<string, unknown> = { ...core }
  for (const { of, make } of DEMONSTRATIONS) {
    const member = memberName(of)
    if (member in county) throw new Error(`the demonstration makes ${of} twice`)
    county[member] = make(context, core)
  }
  return county as unknown as CountyBundle
}
