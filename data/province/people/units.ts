import type { OrganLevel } from '#shared/housing/grades.ts'
import type { UnitRecord } from '#shared/protocol/platform.ts'
import type { CountyContext } from '../housing/context.ts'
import { usccOf } from '../ground/codes.ts'
import { departmentName, placeName } from '../housing/places.ts'
import type { Rng } from '../made/rng.ts'
import type { Tier } from '../made/scales.ts'
import { stamp } from '../made/stamp.ts'
import { INSTITUTIONS, ORGANS, TOWNSHIP_STATIONS, townshipOrgan, type OrganName } from './unitNames.ts'

/** A unit before its rooms: its record's head, and what decides its size and who leads it. */
export interface UnitDraft {
  readonly record: Omit<UnitRecord, 'establishment' | 'energyUsers'>
  readonly tier: Tier
  /** Relative number of office rooms. */
  readonly size: number
  /** The region's own leaders sit here. */
  readonly leaders: boolean
  /** Index of the township among the county's, for township units. */
  readonly township: number | null
}

interface Named extends OrganName {
  readonly institution?: boolean
  readonly township?: number
  readonly department?: boolean
}

/** n organ names: the leading ones and the large departments always, the others by lot, institutions when organs run out. */
const chooseOrgans = (tier: 'province' | 'city' | 'county', n: number, rng: Rng): Named[] => {
  const organs = ORGANS[tier]
  if (n < organs.length) {
    const ranked = organs.map((organ, i) => ({
      i,
      rank: (organ.leaders ? 0 : (organ.size ?? 1) >= 1.1 ? 1 : 2) + rng.next() * 0.9,
    }))
    const kept = new Set(
      ranked
        .sort((a, b) => a.rank - b.rank)
        .slice(0, n)
        .map((each) => each.i),
    )
    return organs.filter((_, i) => kept.has(i))
  }
  if (n > organs.length + INSTITUTIONS.length)
    throw new RangeError(
      `${n} units of the ${tier}, expected at most ${organs.length + INSTITUTIONS.length} names`,
    )
  const institutions = INSTITUTIONS.map((name) => ({ name, order: rng.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, n - organs.length)
  return [
    ...organs,
    ...institutions.map(({ name }): Named => ({ name, institution: true, size: 0.45 + rng.next() * 0.3 })),
  ]
}

const townshipNames = (context: CountyContext): Named[] => {
  const { users } = context.allotment
  const each = users.township / Math.max(1, context.allotment.townships.length)
  return context.allotment.townships.flatMap((name, township) =>
    Array.from({ length: each }, (_, i): Named =>
      i === 0
        ? { name: townshipOrgan(name), township, size: 1 }
        : { name: name + TOWNSHIP_STATIONS[i - 1]!, township, institution: true, size: 0.3 },
    ),
  )
}

/** The region whose organ it is: the province's and the city's organs keep their own code though they sit in this county. */
const regionOf = (context: CountyContext, tier: Tier): string =>
  tier === 'province' ? context.provinceCode : tier === 'city' ? context.city.code : context.county.code

const LEVEL: Readonly<Record<Tier, OrganLevel>> = {
  province: 'province',
  city: 'city',
  county: 'county',
  township: 'township',
}

/** Every unit of a county: managing departments first, then using units by tier. */
export const draftUnits = (context: CountyContext): UnitDraft[] => {
  const rng = context.stream('units')
  const drafts: UnitDraft[] = []
  const add = (tier: Tier, named: Named): void => {
    const serial = drafts.length + 1
    const code = regionOf(context, tier)
    const nature = named.institution ? 'institution' : named.mass ? 'mass' : 'organ'
    const uscc = usccOf(nature, code, serial, rng)
    drafts.push({
      record: {
        id: `U${context.county.code}${String(serial).padStart(4, '0')}`,
        name: named.department ? departmentName(context, tier) : placeName(context, tier) + named.name,
        region: code,
        role: named.department ? 'department' : 'user',
        level: LEVEL[tier],
        nature,
        uscc: rng.chance(context.character.gaps) ? null : uscc,
        updatedAt: stamp(rng, context),
      },
      tier,
      size: named.size ?? 1,
      leaders: named.leaders === true,
      township: named.township ?? null,
    })
  }
  for (const tier of context.allotment.departments) {
    if (tier !== 'township')
      add(tier, { name: '', size: 0.8, department: true, institution: tier === 'county' })
  }
  for (const tier of ['province', 'city', 'county'] as const) {
    for (const named of chooseOrgans(tier, context.allotment.users[tier], rng)) add(tier, named)
  }
  for (const named of townshipNames(context)) add('township', named)
  return drafts
}
