import type { CountyContext } from './context.ts'
import { WITHOUT_DEPARTMENT } from '../made/allot.ts'
import type { Tier } from '../made/scales.ts'

/** The place an organ of a tier belongs to, as it stands before the organ's name. */
export const placeName = (context: CountyContext, tier: Tier): string =>
  tier === 'province' ? '自治区' : tier === 'city' ? context.city.name : context.county.name

/** The managing department of the tier's offices: the city's where the county has none of its own. */
export const departmentName = (context: CountyContext, tier: Tier): string => {
  const own = tier === 'province' || tier === 'city'
  if (own) return `${placeName(context, tier)}机关事务管理局`
  return WITHOUT_DEPARTMENT.includes(context.county.code)
    ? `${context.city.name}机关事务管理局`
    : `${context.county.name}机关事务服务中心`
}
