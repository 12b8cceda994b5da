import { DATA_PARAMETERS } from './parameters/data.ts'
import { ENERGY_PARAMETERS } from './parameters/energy.ts'
import { HOUSING_PARAMETERS } from './parameters/housing.ts'
import { VEHICLE_REGISTER } from './parameters/vehicle.ts'
import { limitsOf } from '../vehicles/rules/parameters/limits.ts'
import { middleOf, type ServiceRule } from './officeArea.ts'
import type { FeedId, Field, Parameter, ParameterValue } from './parameter.ts'
import { DEFAULT_TABLES, type RuleTables } from './tables.ts'

/** Every parameter of the rules, in the order of the screen. */
export const PARAMETERS: readonly Parameter[] = [
  ...HOUSING_PARAMETERS,
  ...VEHICLE_REGISTER,
  ...ENERGY_PARAMETERS,
  ...DATA_PARAMETERS,
]
const BY_KEY = new Map(PARAMETERS.map((parameter) => [parameter.key, parameter]))
export const parameterOf = (key: string): Parameter | null => BY_KEY.get(key) ?? null
export const parametersFeeding = (feeds: readonly FeedId[]): Parameter[] =>
  PARAMETERS.filter((parameter) => parameter.feeds.some((feed) => feeds.includes(feed)))

type Node = Record<string, unknown>
const SHOWN_DIGITS = 9
/** Floating-point dust of a conversion goes: 0.15 ÷ 0.01 is shown as 15. */
const clean = (value: number): number => Number(value.toPrecision(SHOWN_DIGITS))

const holderOf = (tables: object, field: Field): { readonly node: Node; readonly name: string } => {
  const way = field.at.split('.')
  const name = way.pop() as string
  const node = way.reduce<unknown>((at, step) => (at as Node | undefined)?.[step], tables) as Node | undefined
  if (node?.[name] === undefined)
    throw new Error(`parameter field ${field.at}: no such place in the rule tables`)
  return { node, name }
}

/** A parameter's value in tables, as shown. */
export const valueIn = (tables: RuleTables, parameter: Parameter): ParameterValue =>
  Object.fromEntries(
    parameter.fields.map((field) => {
      const { node, name } = holderOf(tables, field)
      return [
        field.id,
        field.kind === 'choice' ? String(node[name]) : clean((node[name] as number) / field.scale),
      ]
    }),
  )
export const defaultOf = (parameter: Parameter): ParameterValue => valueIn(DEFAULT_TABLES, parameter)

/** A revised value, and the document that it follows where its parameter asks for one. */
interface Revision {
  readonly key: string
  readonly value: ParameterValue
  readonly basis: string | null
}

/** The default tables with revisions over them; a key that the register no longer has is passed over. */
export const tablesWith = (revisions: readonly Revision[]): RuleTables => {
  if (revisions.length === 0) return DEFAULT_TABLES
  const tables = structuredClone(DEFAULT_TABLES)
  for (const { key, value, basis } of revisions) {
    for (const field of parameterOf(key)?.fields ?? []) write(tables, field, value[field.id], basis)
  }
  for (const rule of tables.services as (ServiceRule & { middle: ServiceRule['middle'] })[])
    rule.middle = middleOf(rule.low, rule.high)
  return { ...tables, vehicle: limitsOf(tables.vehicleValues) }
}

const write = (
  tables: RuleTables,
  field: Field,
  value: number | string | undefined,
  basis: string | null,
): void => {
  if (value === undefined) return
  const { node, name } = holderOf(tables, field)
  node[name] = field.kind === 'choice' ? value : clean((value as number) * field.scale)
  if (basis === null) return
  if (typeof node['source'] === 'string') node['source'] = basis
  if (typeof node['mark'] === 'string') node['mark'] = 'S'
}
