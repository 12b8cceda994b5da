import { readDefinitions } from '../common/definitions.ts'
import type { Decode, Way } from './definition.ts'

const IS_SOURCE = /^sources[\\/][^\\/]+[\\/]index\.ts$/
const isWay = (value: unknown): value is Way =>
  typeof value === 'object' && value !== null && 'way' in value && 'make' in value

/** What every `server/sources/<folder>/index.ts` defines. Throws where one defines nothing, or two have one name. */
const readWays = async (): Promise<readonly Way[]> => {
  const files = await readDefinitions(IS_SOURCE, isWay)
  const ways = files.flatMap(({ file, found }) => {
    if (found.length === 0) throw new Error(`server/${file}: a source was expected, none found`)
    return found
  })
  const twice = ways.find(({ way }, i) => ways.findIndex((one) => one.way === way) !== i)
  if (twice) throw new Error(`server/sources: the way ${twice.way} is defined twice`)
  return ways
}
export const WAYS = await readWays()

/** What `cli decode NAME FILE` can read. */
export const DECODERS: Readonly<Record<string, Decode>> = Object.assign(
  {},
  ...WAYS.map(({ decode }) => decode ?? {}),
)
