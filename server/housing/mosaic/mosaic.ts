import { createHmac, randomBytes } from 'node:crypto'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { MosaicParts } from '#shared/housing/mosaicRoutes.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { RegionNode } from '../../common/regions/regionRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, ofUnit, type Scope } from '../../common/scope/scope.ts'
import { makeTurns } from '../../common/turns.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { makePart } from './encode.ts'
import type { MosaicRepository } from './mosaicRows.ts'

export interface Mosaic {
  parts(viewer: Viewer): Promise<MosaicParts>
  /** Throws not-found outside the scope, and where the part is not of that version any more. */
  part(viewer: Viewer, id: string, version: string): Promise<Uint8Array>
  rooms(
    viewer: Viewer,
    building: string,
  ): Promise<{ building: string; rooms: { id: string; number: string; floor: string }[] }>
  /** `changes` name every region above what changed. */
  ledgerChanged(changes: readonly Pick<LedgerChange, 'kind' | 'id'>[]): void
}

interface MosaicDeps {
  readonly tree: RegionTree
  readonly scope: Scope
  readonly mosaic: MosaicRepository
  readonly clock: Clock
}

/** Of answers that are kept, together: a province of 990,000 rooms is some 11 MB. */
const MOST_BYTES = 32 * 2 ** 20
/** One part is made at a time, so that whoever asks meanwhile is answered; so many may wait. */
const WAITING = 40

/** A city at a time; a scope that is a county is one part. */
const partsOf = (tree: RegionTree, scope: string): RegionNode[] => {
  const nodes = tree.subtree(scope).flatMap((code) => tree.get(code) ?? [])
  const cities = nodes.filter(({ level }) => level === 'city')
  const parts = cities.length > 0 ? cities : nodes.filter(({ level }) => level === 'county')
  return parts.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}
const countiesOf = (tree: RegionTree, id: string): RegionNode[] =>
  tree
    .subtree(id)
    .flatMap((code) => tree.get(code) ?? [])
    .filter(({ level }) => level === 'county')
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))

/** Answers that were made, the newest, by what they are of. */
const makeKept = () => {
  const kept = new Map<string, Uint8Array>()
  return {
    get: (key: string) => kept.get(key),
    put: (key: string, octets: Uint8Array): void => {
      kept.delete(key)
      kept.set(key, octets)
      let bytes = [...kept.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
      for (const [oldest, { byteLength }] of kept) {
        if (bytes <= MOST_BYTES || oldest === key) break
        kept.delete(oldest)
        bytes -= byteLength
      }
    },
  }
}

/** Which version of a part is now, for whose scope: a browser that keeps one account's answer has none of another's. */
const makeVersions = () => {
  /** Another one after each start: what a browser keeps of an earlier process is of another version. */
  const epoch = randomBytes(6).toString('base64url')
  const key = randomBytes(16)
  const changes = new Map<string, number>()
  const scopeOf = (unit: string | null): string =>
    createHmac('sha256', key)
      .update(unit ?? '')
      .digest('base64url')
      .slice(0, 16)
  return {
    of: (id: string, unit: string | null): string => `${epoch}.${changes.get(id) ?? 0}.${scopeOf(unit)}`,
    changed: (id: string): void => void changes.set(id, (changes.get(id) ?? 0) + 1),
  }
}

/** A county at a time, so that no step holds the others up. */
const makeOctets = async (
  { tree, mosaic, clock }: MosaicDeps,
  id: string,
  unit: string | null,
): Promise<Uint8Array> => {
  const counties = countiesOf(tree, id)
  const units = await mosaic.units(
    counties.map(({ code }) => code),
    unit,
  )
  const ids = units.map((one) => one.id)
  const named = counties.map(({ code, name }) => ({ id: code, name }))
  const part = makePart(id, named, units, clock())
  for (const [i, { code }] of counties.entries())
    part.take(i, await mosaic.buildings(code, unit), await mosaic.floors(code, unit, ids))
  return part.octets()
}

const tellParts = async (
  { tree, scope, mosaic, clock }: MosaicDeps,
  viewer: Viewer,
  versionOf: (id: string, unit: string | null) => string,
): Promise<MosaicParts> => {
  const nodes = partsOf(tree, viewer.scope.region)
  const below = nodes.map(({ code }) => countiesOf(tree, code).map((county) => county.code))
  const counts = await mosaic.counts(below.flat(), scope.unit(viewer))
  const parts = nodes.map(({ code, name }, i) => ({
    id: code,
    name,
    rooms: below[i]?.reduce((sum, county) => sum + (counts.get(county) ?? 0), 0) ?? 0,
    version: versionOf(code, scope.unit(viewer)),
  }))
  return { parts: parts.filter(({ rooms }) => rooms > 0), ...ofUnit(scope, viewer), asOf: clock() }
}

const BUSY = '正在生成房间总图,请稍后再试 / the mosaic is being made, try again in a moment'

export const makeMosaic = (deps: MosaicDeps): Mosaic => {
  const { tree, scope, mosaic } = deps
  const versions = makeVersions()
  const kept = makeKept()
  const inTurn = makeTurns(1, WAITING)
  const makeOnce = async (key: string, id: string, unit: string | null): Promise<Uint8Array> => {
    const made = kept.get(key) ?? (await makeOctets(deps, id, unit))
    kept.put(key, made)
    return made
  }
  return {
    parts: (viewer) => tellParts(deps, viewer, versions.of),
    part: async (viewer, id, version) => {
      if (!partsOf(tree, viewer.scope.region).some(({ code }) => code === id)) throw notFound(`part ${id}`)
      const unit = scope.unit(viewer)
      const key = `${id}|${unit ?? ''}|${version}`
      if (!kept.get(key) && version !== versions.of(id, unit))
        throw notFound(`part ${id} of version ${version}`)
      const octets = kept.get(key) ?? (await inTurn('make', () => makeOnce(key, id, unit)))
      if (!octets) throw new AppError('too-many-requests', BUSY)
      return octets
    },
    rooms: async (viewer, building) => {
      const county = await mosaic.county(building)
      if (county === null) throw notFound(`building ${building}`)
      scope.requireRegion(viewer, county, `building ${building}`)
      const rooms = await mosaic.rooms(building, scope.unit(viewer))
      if (rooms.length === 0) throw notFound(`building ${building}`)
      return { building, rooms }
    },
    ledgerChanged: (batch) => {
      for (const id of new Set(batch.flatMap((one) => (one.kind === 'region' ? [one.id] : []))))
        versions.changed(id)
    },
  }
}
