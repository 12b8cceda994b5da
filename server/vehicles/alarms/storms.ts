import type { Alert } from '#shared/protocol/http.ts'
import { isStorm, type VehicleFact } from '#shared/vehicles/rules/vehiclesFold.ts'
import { toSent, type KeptAlert } from '#shared/supervision/kept.ts'
import type { AlertBook, AlertShare, PartOf } from '../../common/ports/alerts.ts'
import type { GroupKey, Regions } from '../../common/directory/types.ts'

/** What a group of screens sees of a storm whose region reaches beyond it; null where it sees nothing new. */
interface StormChange {
  readonly alert: Alert
  part(group: GroupKey): Alert | null
}
export interface StormDeps {
  readonly book: Pick<AlertBook, 'open'>
  readonly regions: Regions
  readonly partOf: PartOf
  readonly publish: (changes: readonly StormChange[]) => void
}

export interface StormParts {
  /** After each judgement, with all facts: every screen below a storm hears of its own part when that changed. */
  tell(facts: Iterable<VehicleFact>): void
}

interface Share {
  count: number
  readonly units: Set<string>
  plate: string
}
/** A storm by where its vehicles are kept and by whose they are. */
interface Storm {
  readonly alert: KeptAlert
  readonly byRegion: Map<string, Share>
  readonly byUnit: Map<string, Share>
}

const addTo = (shares: Map<string, Share>, key: string, { unit, plate }: VehicleFact): void => {
  const share = shares.get(key) ?? { count: 0, units: new Set(), plate }
  shares.set(key, share)
  share.count++
  share.units.add(unit)
  if (plate < share.plate) share.plate = plate
}

const stormsOf = (facts: Iterable<VehicleFact>, open: readonly KeptAlert[]): Map<string, Storm> => {
  const storms = new Map<string, Storm>(
    open
      .filter(({ id }) => isStorm(id))
      .map((alert) => [alert.id, { alert, byRegion: new Map(), byUnit: new Map() }]),
  )
  for (const fact of facts) {
    const storm = storms.get(fact.alert ?? '')
    if (!storm) continue
    addTo(storm.byRegion, fact.region, fact)
    addTo(storm.byUnit, fact.unit, fact)
  }
  return storms
}

const sum = (shares: readonly Share[]): AlertShare => ({
  count: shares.reduce((count, share) => count + share.count, 0),
  units: new Set(shares.flatMap(({ units }) => [...units])).size,
  plate: shares.map(({ plate }) => plate).toSorted()[0] ?? '',
})

/** The keys whose share differs. */
const changed = (
  before: Map<string, Share> | undefined,
  after: Map<string, Share> | undefined,
  all: boolean,
): ReadonlySet<string> => {
  const same = (a: Share | undefined, b: Share | undefined): boolean =>
    a?.count === b?.count && a?.plate === b?.plate && a?.units.size === b?.units.size
  return new Set(
    [...(before?.keys() ?? []), ...(after?.keys() ?? [])].filter(
      (key) => all || !same(before?.get(key), after?.get(key)),
    ),
  )
}

const within = ({ byRegion, byUnit }: Storm, { unit }: GroupKey, below: readonly string[]): Share[] =>
  (unit === null ? below.map((code) => byRegion.get(code)) : [byUnit.get(unit)]).filter(
    (share) => share !== undefined,
  )

/** Parts of storms as they change. What was told last is remembered here, so that a storm ends on the screens that had a part in it. */
export const makeStormParts = (deps: StormDeps): StormParts => {
  const { book, regions, partOf } = deps
  let told = new Map<string, Storm>()

  const changeOf = (before: Storm | undefined, after: Storm | undefined): StormChange[] => {
    const all = before?.alert.severity !== after?.alert.severity || before?.alert.at !== after?.alert.at
    const codes = changed(before?.byRegion, after?.byRegion, all)
    const units = changed(before?.byUnit, after?.byUnit, all)
    const { alert } = (after ?? before) as Storm
    if (codes.size + units.size === 0) return []
    const part = (group: GroupKey): Alert | null => {
      if (group.unit === null && regions.contains(group.region, alert.region)) return null
      const below = group.unit === null ? regions.subtree(group.region) : []
      if (group.unit === null ? !below.some((code) => codes.has(code)) : !units.has(group.unit)) return null
      const now = after ? within(after, group, below) : []
      if (now.length > 0) return partOf(alert, sum(now), group.region, group.unit)
      return {
        ...partOf(alert, sum(before ? within(before, group, below) : []), group.region, group.unit),
        severity: 'green',
        count: 0,
      }
    }
    return [{ alert: toSent(alert), part }]
  }
  return {
    tell: (facts) => {
      const storms = stormsOf(facts, book.open())
      const changes = [...new Set([...told.keys(), ...storms.keys()])].flatMap((id) =>
        changeOf(told.get(id), storms.get(id)),
      )
      told = storms
      if (changes.length > 0) deps.publish(changes)
    },
  }
}
