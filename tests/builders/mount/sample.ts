import type { z } from 'zod'
import { isRealDay } from '../../../src/shared/kernel/text.ts'

/**
 * What an answer holds of what its contract leaves open. `full`: every field, lists of a few rows, each choice in turn;
 * `bare`: nothing that may be missing; `empty`: neither rows nor counts, but what must be named.
 */
export type Fill = 'full' | 'bare' | 'empty'

/** Values by the name of a field; the first that its schema accepts is taken, else the schema decides. */
export type ByName = (path: readonly string[], nth: number, fill: Fill) => readonly unknown[]

interface Def {
  readonly type: string
  readonly [key: string]: unknown
}
const defOf = (schema: z.ZodType): Def => (schema as unknown as { readonly def: Def }).def
const ROWS = 3

/** A value that has no parts. */
const leafOf = (at: z.ZodType, path: readonly string[], nth: number, fill: Fill): unknown => {
  const def = defOf(at)
  switch (def.type) {
    case 'enum':
      return pick(Object.values(def.entries as Record<string, string>), nth)
    case 'literal':
      return (def.values as unknown[])[0]
    case 'boolean':
      return nth % 2 === 0
    case 'number':
      return fill === 'empty' && at.safeParse(0).success ? 0 : 12 + nth
    case 'string':
      return isDay(at) ? '2026-05-01' : `${path.at(-1) ?? 'text'}${nth + 1}`
    case 'null':
      return null
    case 'undefined':
    case 'void':
      return undefined
    case 'unknown':
    case 'any':
      return `${path.at(-1) ?? 'value'}`
    default:
      throw new Error(`no sample of ${def.type} at ${path.join('.')}`)
  }
}

/** A JSON value that the schema accepts. Throws where it knows no value: the schema is then to be named by the caller's `byName`. */
export const sample = (schema: z.ZodType, fill: Fill, byName: ByName): unknown => {
  const walk = (at: z.ZodType, path: readonly string[], nth: number): unknown => {
    const def = defOf(at)
    const named = mayLack(def) && fill !== 'full' ? [] : byName(path, nth, fill)
    const fitting = named.filter((value) => at.safeParse(value).success)
    if (fitting.length > 0) return fitting[0]
    const inner = (key: string): z.ZodType => def[key] as z.ZodType
    const row = (of: z.ZodType, i: number): unknown => walk(of, path, i)
    switch (def.type) {
      case 'object': {
        const shape = def.shape as Record<string, z.ZodType>
        return Object.fromEntries(
          Object.entries(shape)
            .map(([name, of]) => [name, walk(of, [...path, name], nth)])
            .filter(([, value]) => value !== undefined),
        )
      }
      case 'array':
        return fill === 'empty' ? [] : Array.from({ length: ROWS }, (_, i) => row(inner('element'), i))
      case 'tuple':
        return (def.items as z.ZodType[]).map((of) => walk(of, path, nth))
      case 'record': {
        const keys = keysOf(inner('keyType'))
        const some = keys ?? (fill === 'empty' ? [] : ['one', 'other'])
        return Object.fromEntries(some.map((key, i) => [key, walk(inner('valueType'), [...path, key], i)]))
      }
      case 'union':
        return walk(pick(def.options as z.ZodType[], nth), path, nth)
      case 'nullable':
        return fill === 'full' ? walk(inner('innerType'), path, nth) : null
      case 'optional':
      case 'default':
      case 'prefault':
        return fill === 'full' ? walk(inner('innerType'), path, nth) : undefined
      case 'readonly':
      case 'nonoptional':
        return walk(inner('innerType'), path, nth)
      case 'pipe':
        return walk(inner('in'), path, nth)
      default:
        return leafOf(at, path, nth, fill)
    }
  }
  return walk(schema, [], 0)
}

/** Left out or null where it may be, unless the answer is a full one. */
const mayLack = ({ type }: Def): boolean => type === 'nullable' || type === 'optional' || type === 'default'
const pick = <T>(of: readonly T[], nth: number): T => of[nth % of.length] as T
const keysOf = (schema: z.ZodType): string[] | null => {
  const def = defOf(schema)
  return def.type === 'enum' ? Object.values(def.entries as Record<string, string>) : null
}
const isDay = (schema: z.ZodType): boolean =>
  isRealDay('2026-05-01') && schema.safeParse('2026-05-01').success && !schema.safeParse('x').success
