import type { Mark } from '../../src/shared/indices/mark.ts'

/**
 * What the written standards give, carried over by hand: the product's tables are held to it and never the other way
 * round. A value is as a screen shows it. `document` and `article` stand in the citation that is printed with it.
 */
export interface RuleFact {
  readonly id: string
  readonly values?: Readonly<Record<string, number | string>>
  readonly mark: Mark
  readonly document: string
  readonly article: string
  /** Not yet so in the product. */
  readonly todo?: true
}

export type Values = RuleFact['values']
export const fact = (
  id: string,
  values: Values,
  mark: Mark,
  document: string,
  article: string,
): RuleFact => ({
  id,
  ...(values ? { values } : {}),
  mark,
  document,
  article,
})

export const OFFICE = '《党政机关办公用房建设标准》(发改投资〔2014〕2674号)'
export const MEASURES_2017 = '《党政机关办公用房管理办法》(2017)'
export const AFFAIRS = '《机关事务管理条例》(国务院令621号)'
export const ENERGY = '《公共机构节能条例》(国务院令531号)'
export const VEHICLES = '《党政机关公务用车管理办法》(中办发〔2017〕71号)'
export const OWN = '本系统口径'

/** Limits of an office, m² a head, by grade. */
export const limit = (level: string, values: Values): RuleFact =>
  fact(`housing.limit.${level}`, values, 'S', OFFICE, '第十一、十二条 表3')
export const service = (
  level: string,
  low: number,
  lowArea: number,
  high: number,
  highArea: number,
  mark: Mark,
): RuleFact =>
  fact(`housing.service.${level}`, { low, lowArea, high, highArea }, mark, OFFICE, '第十三条 表4')
