import type { Field, Text } from './parameter.ts'

type Bounds = readonly [least: number, most: number]
const NONE: Text = { zh: '', en: '' }
const text = (zh: string, en: string): Text => ({ zh, en })

export const UNITS = {
  metres: text('米', 'm'),
  minutes: text('分钟', 'min'),
  seconds: text('秒', 's'),
  hours: text('小时', 'h'),
  days: text('天', 'd'),
  kmh: text('km/h', 'km/h'),
  points: text('点', 'reports'),
  km: text('公里', 'km'),
  times: text('倍', '×'),
  degrees: text('度', '°'),
  units: text('个单位', 'units'),
  vehicles: text('辆', 'vehicles'),
  m2: text('m²/人', 'm² a head'),
  people: text('人', 'people'),
  litres: text('L', 'L'),
  yuan: text('万元', '×10,000 CNY'),
} as const satisfies Record<string, Text>

interface Options {
  readonly id?: string
  readonly name?: Text
  readonly unit?: Text
  readonly decimals?: number
  readonly scale?: number
}

/** A number at a place of the tables, with its bounds as shown. */
export const number = (
  at: string,
  [least, most]: Bounds,
  { id = 'value', name = NONE, unit = NONE, decimals = 0, scale = 1 }: Options = {},
): Field => ({ id, name, kind: 'number', unit, least, most, decimals, at, scale })
/** A share of the tables, shown in per cent. */
export const percent = (
  at: string,
  [least, most]: Bounds,
  { id = 'value', name = NONE, decimals = 0 }: Options = {},
): Field => ({ id, name, kind: 'percent', unit: text('%', '%'), least, most, decimals, at, scale: 0.01 })
/** A whole hour of the day, UTC+8. */
export const hour = (at: string, { id = 'value', name = NONE }: Options = {}): Field => ({
  id,
  name,
  kind: 'hour',
  unit: text('时', 'h'),
  least: 0,
  most: 24,
  decimals: 0,
  at,
  scale: 1,
})
export const choice = (
  at: string,
  options: readonly { readonly value: string; readonly name: Text }[],
): Field => ({
  id: 'value',
  name: NONE,
  kind: 'choice',
  unit: NONE,
  least: 0,
  most: 0,
  decimals: 0,
  options,
  at,
  scale: 1,
})

export const YELLOW = text('提醒', 'yellow')
export const RED = text('报警', 'red')
