import { MINUTE_MS } from '../../kernel/time/time.ts'
import type { DurationMs, EpochMs } from '../../kernel/units.ts'
import { ALERT_RULES, worse, type AlertDraft } from '../../supervision/alert.ts'
import type { VehicleRule } from './vehicles.ts'
import { groupBy, sortedCopy } from '../../kernel/language/lists.ts'

/** 本系统口径 [D]: when breaches of one rule are one incident of a region and not many of its units. */
export const STORM = {
  /** Units of one region that broke the rule within the window. */
  units: 5,
  /** Parts of a city or of the province in which that happened. */
  parts: 3,
  windowMs: (10 * MINUTE_MS) as DurationMs,
}
export type StormSize = typeof STORM

/**
 * One vehicle that broke one rule today. `alert` names the alert that it stands behind; the folding sets it,
 * and keeps it once it is a storm's.
 */
export interface VehicleFact {
  readonly rule: VehicleRule
  readonly vehicle: string
  /** Masked. */
  readonly plate: string
  readonly unit: string
  readonly unitName: string
  /** Where the vehicle is kept: what happens to many vehicles happens in a place, whoever uses them. */
  readonly region: string
  /** Of the unit: a county, or the city or province whose organ it is. */
  readonly unitRegion: string
  readonly firstAt: EpochMs
  severity: 'yellow' | 'red'
  alert: string | null
}

export interface FoldRegions {
  /** Province first, the region itself last. */
  path(code: string): readonly { readonly code: string }[]
  name(code: string): string
}

/** `VH-12@450100:1795312800000`: a storm's rule, its region, and when it began. */
const stormId = (rule: VehicleRule, region: string, at: EpochMs): string => `${rule}@${region}:${at}`
const stormOf = (id: string): { region: string; at: EpochMs } | null => {
  const found = /^[^@]+@([^:]+):(\d+)$/.exec(id)
  return found ? { region: found[1] as string, at: Number(found[2]) } : null
}
export const isStorm = (id: string): boolean => stormOf(id) !== null
const unitId = (fact: VehicleFact): string => `${fact.rule}:${fact.unit}`

const byTime = (a: VehicleFact, b: VehicleFact): number =>
  a.firstAt - b.firstAt || (a.vehicle < b.vehicle ? -1 : 1)

/** The first facts within a window that come from enough units; null when there are none. */
const burstOf = (facts: readonly VehicleFact[], size: StormSize): readonly VehicleFact[] | null => {
  const units = new Map<string, number>()
  let from = 0
  for (const [to, fact] of facts.entries()) {
    units.set(fact.unit, (units.get(fact.unit) ?? 0) + 1)
    while (fact.firstAt - (facts[from] as VehicleFact).firstAt > size.windowMs) {
      const { unit } = facts[from++] as VehicleFact
      const left = (units.get(unit) as number) - 1
      if (left === 0) units.delete(unit)
      else units.set(unit, left)
    }
    if (units.size >= size.units) return facts.slice(from, to + 1)
  }
  return null
}

interface Storm {
  id: string
  readonly region: string
  readonly at: EpochMs
  lastAt: EpochMs
  readonly facts: VehicleFact[]
}

const join = (storm: Storm, fact: VehicleFact): void => {
  fact.alert = storm.id
  storm.facts.push(fact)
  storm.lastAt = Math.max(storm.lastAt, fact.firstAt)
}

/** Storms that facts already belong to. */
const standing = (facts: readonly VehicleFact[]): Storm[] => {
  const storms = new Map<string, Storm>()
  for (const fact of facts) {
    const known = fact.alert === null ? null : stormOf(fact.alert)
    if (!known || fact.alert === null) continue
    const storm = storms.get(fact.alert) ?? { id: fact.alert, ...known, lastAt: 0, facts: [] }
    storms.set(fact.alert, storm)
    join(storm, fact)
  }
  return [...storms.values()]
}

/** New facts of a region join a storm that is still going on over them, or begin one. */
const gather = (
  rule: VehicleRule,
  region: string,
  facts: readonly VehicleFact[],
  storms: Storm[],
  above: ReadonlySet<string>,
  size: StormSize,
): void => {
  const open = storms.filter((storm) => above.has(storm.region))
  let loose = facts.filter((fact) => {
    const storm = open.find(
      ({ at, lastAt }) => fact.firstAt >= at - size.windowMs && fact.firstAt <= lastAt + size.windowMs,
    )
    if (storm) join(storm, fact)
    return !storm
  })
  for (;;) {
    const burst = burstOf(loose, size)
    if (!burst) break
    const at = (burst[0] as VehicleFact).firstAt
    const storm: Storm = { id: stormId(rule, region, at), region, at, lastAt: at, facts: [] }
    const until = (burst.at(-1) as VehicleFact).firstAt + size.windowMs
    loose = loose.filter((fact) => {
      const mine = fact.firstAt >= at && fact.firstAt <= until
      if (mine) join(storm, fact)
      return !mine
    })
    storms.push(storm)
  }
  for (const fact of loose) fact.alert = unitId(fact)
}

/** Storms of enough parts of a region at one time are one storm of the region. */
const climb = (
  rule: VehicleRule,
  storms: readonly Storm[],
  regions: FoldRegions,
  depth: number,
  size: StormSize,
): Storm[] => {
  const below = groupBy(storms, (storm) => regions.path(storm.region)[depth]?.code ?? '')
  return [...below].flatMap(([region, inside]) => {
    const partOf = (storm: Storm): string => regions.path(storm.region)[depth + 1]?.code ?? region
    const first = sortedCopy(inside, (a, b) => a.at - b.at)[0]
    if (region === '' || !first) return inside
    const near = inside.filter((storm) => storm.at - first.at <= size.windowMs)
    const own = near.find((storm) => storm.region === region)
    if (near.length < 2 || (!own && new Set(near.map(partOf)).size < size.parts)) return inside
    const at = own?.at ?? first.at
    const whole: Storm = { id: stormId(rule, region, at), region, at, lastAt: at, facts: [] }
    for (const storm of near) for (const fact of storm.facts) join(whole, fact)
    return [whole, ...inside.filter((storm) => !near.includes(storm))]
  })
}

/** What is printed of a group of vehicles: in a storm their number and that of their units, else the first plate, masked. */
export const sharesText = (
  name: string,
  rule: VehicleRule,
  { count, units, plate }: { readonly count: number; readonly units: number; readonly plate: string },
  isUnit: boolean,
): AlertDraft['text'] => {
  const title = ALERT_RULES[rule].name
  if (!isUnit)
    return {
      zh: `${name}:${title.zh}(${units} 个单位 ${count} 辆)`,
      en: `${name}: ${title.en.toLowerCase()} (${count} vehicles of ${units} units)`,
    }
  const more = count > 1
  return {
    zh: `${name}:${title.zh}(${more ? `${plate} 等 ${count} 辆` : plate})`,
    en: `${name}: ${title.en.toLowerCase()} (${more ? `${plate} and ${count - 1} more` : plate})`,
  }
}

const draftOf = (id: string, facts: readonly VehicleFact[], regions: FoldRegions): AlertDraft => {
  const [fact] = facts as readonly [VehicleFact]
  const region = stormOf(id)?.region ?? fact.unitRegion
  const isStorm = stormOf(id) !== null
  const name = isStorm ? regions.name(region) : fact.unitName
  return {
    id,
    rule: fact.rule,
    severity: facts.reduce((severity, one) => worse(severity, one.severity), 'yellow' as 'yellow' | 'red'),
    region,
    place: region,
    placeName: name,
    unit: isStorm ? null : fact.unit,
    text: sharesText(
      name,
      fact.rule,
      {
        count: facts.length,
        units: new Set(facts.map(({ unit }) => unit)).size,
        plate: sortedCopy(facts.map(({ plate }) => plate))[0] ?? '',
      },
      !isStorm,
    ),
    count: facts.length,
  }
}

/**
 * One alert for each unit and rule; one for a region when many of its units broke a rule within minutes, one for the city
 * or the province when that happened in many of its parts. A fact stays with its storm while that stands.
 */
export const foldFacts = (
  facts: readonly VehicleFact[],
  regions: FoldRegions,
  size: StormSize = STORM,
): AlertDraft[] => {
  for (const [rule, ofRule] of groupBy(facts, (fact) => fact.rule)) {
    let storms = standing(ofRule)
    const loose = sortedCopy(
      ofRule.filter(({ alert }) => alert === null || stormOf(alert) === null),
      byTime,
    )
    for (const [region, mine] of groupBy(loose, (fact) => fact.region))
      gather(rule, region, mine, storms, new Set(regions.path(region).map(({ code }) => code)), size)
    storms = climb(rule, storms, regions, 1, size)
    climb(rule, storms, regions, 0, size)
  }
  return [...groupBy(facts, (fact) => fact.alert as string)].map(([id, mine]) => draftOf(id, mine, regions))
}
