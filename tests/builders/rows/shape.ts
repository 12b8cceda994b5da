import ts from 'typescript'

/** A declared type as far as it can be held against a value. */
export type Shape =
  | {
      readonly kind:
        'any' | 'string' | 'number' | 'boolean' | 'bigint' | 'null' | 'undefined' | 'function' | 'db'
    }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** Of a class that the language or the platform brings. */
  | { readonly kind: 'class'; readonly name: string; readonly of: readonly Shape[] }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Field>; readonly rest: Shape | null }
  | { readonly kind: 'union'; readonly of: readonly Shape[] }
export interface Field {
  readonly shape: Shape
  readonly optional: boolean
}
export interface Callable {
  readonly name: string
  readonly params: readonly { readonly name: string; readonly shape: Shape; readonly optional: boolean }[]
  /** Of a promise what it promises. */
  readonly returns: Shape
}
/** A function of a rows file that takes a database: it asks at once, or makes methods that do. */
export interface Maker extends Callable {
  readonly methods: readonly Callable[]
}

const CLASSES = new Set([
  'Map',
  'ReadonlyMap',
  'Set',
  'ReadonlySet',
  'Date',
  'Uint8Array',
  'Buffer',
  'Iterable',
  'Int32Array',
  'Float64Array',
  'AsyncIterable',
])
const LISTS = new Set(['Array', 'ReadonlyArray'])
/** Deeper parts are left alone. */
const MOST_DEPTH = 9
const ANY: Shape = { kind: 'any' }

/** What a type is, as far as a value can be held against it. */
const makeTypes = (checker: ts.TypeChecker) => {
  const argumentsOf = (type: ts.Type): readonly ts.Type[] =>
    checker.getTypeArguments(type as ts.TypeReference)
  const fieldsOf = (type: ts.Type, depth: number): Shape => {
    const fields = new Map<string, Field>()
    for (const property of checker.getPropertiesOfType(type)) {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
      fields.set(property.name, { shape: shapeOf(checker.getTypeOfSymbol(property), depth + 1), optional })
    }
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String)
    return { kind: 'object', fields, rest: index ? shapeOf(index, depth + 1) : null }
  }
  const plainOf = (type: ts.Type): Shape | null => {
    const { flags } = type
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) return ANY
    if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: 'literal', value: type.value }
    if (flags & ts.TypeFlags.BooleanLiteral)
      return { kind: 'literal', value: checker.typeToString(type) === 'true' }
    if (flags & ts.TypeFlags.StringLike) return { kind: 'string' }
    if (flags & ts.TypeFlags.NumberLike) return { kind: 'number' }
    if (flags & ts.TypeFlags.BigIntLike) return { kind: 'bigint' }
    if (flags & ts.TypeFlags.BooleanLike) return { kind: 'boolean' }
    if (flags & ts.TypeFlags.Null) return { kind: 'null' }
    return flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void) ? { kind: 'undefined' } : null
  }
  const shapeOf = (type: ts.Type, depth: number): Shape => {
    if (depth > MOST_DEPTH) return ANY
    const plain = plainOf(type)
    if (plain) return plain
    const branded = type.isIntersection() ? type.types.map(plainOf).find((one) => one !== null) : null
    if (branded) return branded
    if (type.isUnion()) return { kind: 'union', of: type.types.map((one) => shapeOf(one, depth)) }
    const name = type.symbol?.name ?? ''
    if (checker.isTupleType(type))
      return {
        kind: 'list',
        of: { kind: 'union', of: argumentsOf(type).map((one) => shapeOf(one, depth + 1)) },
      }
    if (LISTS.has(name)) return { kind: 'list', of: shapeOf(argumentsOf(type)[0] as ts.Type, depth + 1) }
    if (name === 'Kysely' || name === 'Transaction') return { kind: 'db' }
    if (CLASSES.has(name))
      return { kind: 'class', name, of: argumentsOf(type).map((one) => shapeOf(one, depth + 1)) }
    if (type.getCallSignatures().length > 0) return { kind: 'function' }
    return fieldsOf(type, depth)
  }
  return { shapeOf, argumentsOf }
}

/** Reads declared functions with the compiler; one reader for all files of a programme. */
export const makeShapes = (checker: ts.TypeChecker) => {
  const { shapeOf, argumentsOf } = makeTypes(checker)
  const callableOf = (name: string, signature: ts.Signature, at: ts.Node): Callable => {
    const returned = signature.getReturnType()
    const promised = returned.symbol?.name === 'Promise' ? (argumentsOf(returned)[0] as ts.Type) : returned
    return {
      name,
      params: signature.getParameters().map((parameter) => ({
        name: parameter.name,
        shape: shapeOf(checker.getTypeOfSymbolAtLocation(parameter, at), 0),
        optional:
          ts.isParameter(parameter.valueDeclaration as ts.Node) &&
          checker.isOptionalParameter(parameter.valueDeclaration as ts.ParameterDeclaration),
      })),
      returns: shapeOf(promised, 0),
    }
  }
  const methodsOf = (type: ts.Type, at: ts.Node): Callable[] =>
    checker.getPropertiesOfType(type).flatMap((property) => {
      const [signature] = checker.getTypeOfSymbolAtLocation(property, at).getCallSignatures()
      return signature ? [callableOf(property.name, signature, at)] : []
    })

  /** The exported functions of a file that take a database or its address first. */
  const makersOf = (file: ts.SourceFile): Maker[] => {
    const module = checker.getSymbolAtLocation(file)
    return (module ? checker.getExportsOfModule(module) : []).flatMap((symbol) => {
      const at = symbol.valueDeclaration
      const [signature] = at ? checker.getTypeOfSymbolAtLocation(symbol, at).getCallSignatures() : []
      const first = signature?.getParameters()[0]
      if (!at || !signature || !first || !/^(db|url)$/.test(first.name)) return []
      const returned = signature.getReturnType()
      const isPromise = returned.symbol?.name === 'Promise'
      const methods = isPromise ? [] : methodsOf(returned, at)
      return [{ ...callableOf(symbol.name, signature, at), methods }]
    })
  }
  return { makersOf }
}

/** How a value differs from what is declared, by its path; nothing where it is as declared. */
export const differences = (value: unknown, shape: Shape, path = 'answer'): string[] => {
  const found = value === null ? 'null' : value instanceof Date ? 'Date' : typeof value
  const wrong = (expected: string): string[] => [`${path}: declared ${expected}, found ${found}`]
  switch (shape.kind) {
    case 'any':
    case 'db':
      return []
    case 'null':
      return value === null ? [] : wrong('null')
    case 'literal':
      return value === shape.value ? [] : [`${path}: declared ${String(shape.value)}, found ${String(value)}`]
    case 'union': {
      const each = shape.of.map((one) => differences(value, one, path))
      /** What is wrong with the part that it was meant to be: the one of many fields, not `null`. */
      const meant = shape.of.findIndex(({ kind }) => kind === 'object' || kind === 'list')
      return each.some((faults) => faults.length === 0) ? [] : (each[Math.max(meant, 0)] as string[])
    }
    case 'list':
      return Array.isArray(value)
        ? value.slice(0, 30).flatMap((one, i) => differences(one, shape.of, `${path}[${i}]`))
        : wrong('a list')
    case 'class':
      return classDifferences(value, shape, path)
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return shape.fields.size === 0 ? [] : wrong('an object')
      return [...shape.fields].flatMap(([name, { shape: of, optional }]) => {
        const held = (value as Record<string, unknown>)[name]
        return held === undefined && optional ? [] : differences(held, of, `${path}.${name}`)
      })
    default:
      return typeof value === shape.kind ? [] : wrong(shape.kind)
  }
}
const classDifferences = (
  value: unknown,
  { name, of }: Extract<Shape, { kind: 'class' }>,
  path: string,
): string[] => {
  if (name.endsWith('Map'))
    return value instanceof Map
      ? [...value]
          .slice(0, 30)
          .flatMap(([key, held]) => [
            ...differences(key, of[0] as Shape, `${path} key`),
            ...differences(held, of[1] as Shape, `${path}(${String(key)})`),
          ])
      : [`${path}: declared a Map, found ${typeof value}`]
  if (name.endsWith('Set'))
    return value instanceof Set
      ? [...value].slice(0, 30).flatMap((held) => differences(held, of[0] as Shape, `${path} item`))
      : [`${path}: declared a Set, found ${typeof value}`]
  const actual = (globalThis as unknown as Record<string, new () => object>)[name]
  return !actual || value instanceof actual ? [] : [`${path}: declared ${name}, found ${typeof value}`]
}
