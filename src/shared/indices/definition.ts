import { COAL_TABLE, toKgce, type CoalBasis, type CoalRow } from '../energy/coal.ts'
import type { RuleTables } from '../standards/tables.ts'
import type { Mark } from './mark.ts'
import { amountOf, type Measure, type Measures } from './measures.ts'
import type { Better } from './verdict.ts'

/**
 * The ids of all indices. Each index adds its own from its own file, so that a name that no index has does not compile:
 * `declare module '../../indices/definition.ts' { interface IndexIds { over: true } }`.
 * @public
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by the definitions
export interface IndexIds {}
export type IndexId = keyof IndexIds & string

/** The families of colours that indices share: grey to amber and red, violet, diverging, teal, blue, green. */
export type RampName = 'over' | 'vacancy' | 'diverging' | 'energy' | 'vehicle' | 'quality'
/** Five colours `#rrggbb`, quiet where all is well to strong where it is grave: a shared family by its name, or an index's own. */
export type Ramp = RampName | readonly [string, string, string, string, string]

/** The Chinese and the English words for one thing. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** The measures behind a rate: what it is a part of, and what that is counted in. */
interface RateBase {
  readonly part: Measure | null
  readonly base: Measure
  readonly unit: Words
}

/** What of a room an index may be told by. */
interface TellingRoom {
  /** m². */
  readonly usableArea: number
  /** m² that the occupants' grades allow; null where no limit applies. */
  readonly limit: number | null
}

export interface IndexDefinition {
  readonly id: IndexId
  /** Where it stands in the switch and in every list, ascending; the first nine have a key of their own. */
  readonly order: number
  readonly name: Words
  /** One word for the switch; the name where it is left out. */
  readonly short?: Words
  readonly unit: string
  readonly decimals: number
  readonly formula: Words
  readonly source: Words
  readonly mark: Mark
  readonly ramp: Ramp
  /** What it is counted over; `part` where the value is a share of it. */
  readonly of: RateBase
  /** What goes in, in the order of the formula: the facts behind "why". */
  readonly inputs: readonly Measure[]
  /** Which way a value is better: breaks, colours and names go from there to what is grave. */
  readonly better: Better
  /** Four breaks between five classes, from good to grave. The third is the reference, the fourth where someone must act. */
  readonly breaks: readonly [number, number, number, number]
  /** What the classes are called, where 良好 达标 接近 超标 严重 are not the index's words. */
  readonly classes?: readonly [Words, Words, Words, Words, Words]
  /** The value that the legend marks as the standard or the warning line; null when there is none. */
  readonly reference: number | null
  /** The same by the parameters in force, where a parameter decides it. */
  readonly referenceIn?: (tables: RuleTables) => number
  /**
   * How rooms are coloured inside a building: by how far they lie over their limit, by how long they stand empty, by their
   * floor's value, or by a value of their own (null: as their category). 无数据 where it is left out.
   */
  readonly rooms?: 'over-limit' | 'days-idle' | 'floor' | ((room: TellingRoom) => number | null)
  /** null where the place has no base for it: the colour is then 无数据. */
  value(measures: Measures, basis: CoalBasis, coal?: readonly CoalRow[]): number | null
}

/** Defines an index: a pure function of additive measures, with all that is said of it. */
export const index = (definition: IndexDefinition): IndexDefinition => definition

export const isIndex = (value: unknown): value is IndexDefinition =>
  typeof value === 'object' && value !== null && 'breaks' in value && 'ramp' in value && 'formula' in value

export const SQUARE_METRES = { zh: 'm²', en: 'm²' } as const
export const HEADS = { zh: '人', en: 'people' } as const
export const OFFICES = { zh: '间', en: 'offices' } as const

/** What an index or figure is counted over, in its own unit: an area in m². */
export const baseOf = ({ of }: Pick<IndexDefinition, 'of'>, m: Measures): number => amountOf(of.base, m)

/** A share times a factor; null without a base. */
export const ratio = (part: number, whole: number, factor: number): number | null =>
  whole > 0 ? (part / whole) * factor : null

/** What falls to each head; null where nobody is or nothing was counted. */
export const perHead = (amount: number, heads: number): number | null =>
  heads > 0 && amount > 0 ? amount / heads : null

export const energyKgce = (m: Measures, basis: CoalBasis, coal: readonly CoalRow[] = COAL_TABLE): number =>
  toKgce(m, basis, coal)

/** Whether it converts what was used to coal: its 口径 is then printed with it, and can be chosen. */
export const countsCoal = ({ inputs }: Pick<IndexDefinition, 'inputs'>): boolean =>
  inputs.includes('electricityKwh')
