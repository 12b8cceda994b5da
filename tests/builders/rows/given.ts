import type { Db } from '../../../server/db/open.ts'
import type { Callable, Shape } from './shape.ts'

/** What a call may be given: names of records that there are, and the house's clock. */
export interface World {
  readonly db: Db
  readonly now: number
  readonly ids: Readonly<Record<string, readonly string[]>>
  /** Of calls whose arguments must fit one another, by `maker.method`. */
  readonly handmade: Readonly<Record<string, readonly unknown[]>>
}

const DAY_MS = 86_400_000
/** Which records' ids a name asks for: the parameter's own, else the method's, else the file's. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/region|county|counties|city|code/i, 'regions'],
  [/compound/i, 'compounds'],
  [/building/i, 'buildings'],
  [/floor/i, 'floors'],
  [/room|seat/i, 'rooms'],
  [/unit/i, 'units'],
  [/person|people/i, 'people'],
  [/meter/i, 'meters'],
  [/fence/i, 'fences'],
  [/order|verdict/i, 'orders'],
  [/vehicle|driver|plate/i, 'vehicles'],
  [/account/i, 'accounts'],
  [/alert|span/i, 'alerts'],
]
const kindOf = (...names: readonly string[]): string | undefined => {
  for (const name of names) for (const [of, kind] of KINDS) if (of.test(name)) return kind
  return undefined
}

const DAYS = /day|date|on$|since$|effective/i
const TIMES = /^(at|now|to|until|before|end|asOf|newest|seenAt|madeAt|slab|last)$|At$/
const STARTS = /^(from|since|start|begin|first)$/

const textOf = (ids: World['ids'], file: string, day: string, path: readonly string[]): string => {
  const name = path.at(-1) ?? ''
  if (/month|period/i.test(name)) return day.slice(0, 7)
  if (/^(from|to)$/.test(name)) return path.length > 1 && /month/i.test(path.join()) ? day.slice(0, 7) : day
  if (DAYS.test(name)) return day
  if (name === 'item') return 'total'
  if (name === 'after') return '1~x'
  const own = kindOf(name)
  const kind =
    own ??
    (/^(id|ids|one|of|key|place|q)$/.test(name) ? kindOf(...path.slice(0, -1).toReversed(), file) : undefined)
  return (kind && ids[kind]?.[0]) ?? 'x'
}
const numberOf = (now: number, day: string, name: string): number => {
  if (TIMES.test(name)) return now
  if (STARTS.test(name)) return now - 2 * DAY_MS
  if (/year/i.test(name)) return Number(day.slice(0, 4))
  if (/^(lon|lat)$/i.test(name)) return /lon/i.test(name) ? 108.3 : 22.8
  return /limit|most|keep/i.test(name) ? 50 : /offset/i.test(name) ? 0 : 1
}
/** Makes a value of a declared shape out of what the world has. */
export const makeGiven = ({ db, now, ids, handmade }: World, file: string) => {
  const day = new Date(now - DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10)
  const give = (shape: Shape, path: readonly string[]): unknown => {
    switch (shape.kind) {
      case 'string':
        return textOf(ids, file, day, path)
      case 'number':
        return numberOf(now, day, path.at(-1) ?? '')
      case 'boolean':
        return true
      case 'bigint':
        return 1n
      case 'null':
        return null
      case 'literal':
        return shape.value
      case 'db':
        return db
      case 'function':
        return () => undefined
      case 'list':
        return [give(shape.of, path)]
      case 'union':
        return give(bestOf(shape.of), path)
      case 'class':
        return classOf(shape, path)
      case 'object':
        return Object.fromEntries(
          [...shape.fields]
            .filter(([, { optional }]) => !optional)
            .map(([name, field]) => [name, give(field.shape, [...path, name])]),
        )
      default:
        return undefined
    }
  }
  const classOf = ({ name, of }: Extract<Shape, { kind: 'class' }>, path: readonly string[]): unknown => {
    const [first, second] = of
    if (name.endsWith('Map')) return new Map([[give(first as Shape, path), give(second as Shape, path)]])
    if (name.endsWith('Set')) return new Set([give(first as Shape, path)])
    if (name === 'Iterable') return [give(first as Shape, path)]
    if (name === 'Date') return new Date(now)
    return name === 'Buffer' ? Buffer.from([1]) : name === 'Uint8Array' ? Uint8Array.of(1) : Int32Array.of(1)
  }
  return {
    argumentsOf: ({ name, params }: Callable, call = name): readonly unknown[] =>
      handmade[call] ??
      params.map((parameter) =>
        parameter.optional ? undefined : give(parameter.shape, [name, parameter.name]),
      ),
  }
}
/** Rather something than nothing. */
const bestOf = (of: readonly Shape[]): Shape =>
  of.find(({ kind }) => kind !== 'null' && kind !== 'undefined') ?? (of[0] as Shape)
