import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import { maskName, maskPlate } from '#shared/access/masks.ts'
import type { SearchAnswer, SearchHit } from '#shared/protocol/http.ts'
import type { Finding, Found, SearchRepository, SearchScope } from './searchRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import type { Scope } from '../../common/scope/scope.ts'

export interface SearchDeps {
  readonly search: SearchRepository
  readonly tree: RegionTree
  readonly scope: Scope
}
/** Finds regions, units, compounds, buildings, rooms, people and vehicles in the viewer's scope; names and plates masked by role, and then found only by what the mask leaves. */
export type Search = (viewer: Viewer, q: string, limit: number) => Promise<SearchAnswer>

const NOTHING: Finding = { hits: [], total: 0 }
/** Each kind that has hits keeps at least this many places on the list, whatever ranks above it. */
const KEPT_PER_KIND = 3
const PLATE = /^(\p{Script=Han})?[A-Z0-9]{2,7}(警|学|挂|港|澳|应)?$/u
const ROOM_NUMBER = /^[A-Za-z]{0,2}-?\d[\dA-Za-z-]*$/

/** What the words of a query may mean. A room's number may stand after the names of its compound and building: `民族大道 1号楼 302`. */
const readQuery = (
  q: string,
): { whole: string; plate: string | null; room: string | null; within: string[] } => {
  const whole = q.trim().toLowerCase()
  const words = whole.split(/\s+/).filter(Boolean)
  const last = words.at(-1) ?? ''
  const plate = whole.replaceAll(/[\s·.]/g, '').toUpperCase()
  return {
    whole,
    plate: PLATE.test(plate) ? plate : null,
    room: ROOM_NUMBER.test(last) ? last : null,
    within: words.slice(0, -1),
  }
}

/** What may be asked of a masked name: its surname of one character or that letter, with or without the stars; null for whatever would tell more. */
const maskedNameQuery = (q: string): string | null =>
  /^(?:\p{Script=Han}|[a-z])(?=\**$)/u.exec(q)?.[0] ?? null

/** What may be asked of a masked plate: `桂`, `桂A`, `A`, up to three characters of its end, or both around stars; none for whatever would tell more. */
const maskedPlateQuery = (q: string): { readonly first: string; readonly last: string }[] => {
  const shown = /^(\p{Script=Han}?[A-Z]?)(\*+)([A-Z0-9警学挂港澳应]{0,3})$/u.exec(q)
  if (shown)
    return shown[1] === '' && shown[3] === '' ? [] : [{ first: shown[1] as string, last: shown[3] as string }]
  return [
    ...(/^(\p{Script=Han}[A-Z]?|[A-Z])$/u.test(q) ? [{ first: q, last: '' }] : []),
    ...(/^[A-Z0-9警学挂港澳应]{1,3}$/u.test(q) ? [{ first: '', last: q }] : []),
  ]
}

/** In the order of the findings, but never so that one kind pushes another off the list. */
const mixed = (findings: readonly Finding[], limit: number): Found[] => {
  const kept = findings.map((finding) => Math.min(finding.hits.length, KEPT_PER_KIND))
  let free = limit - kept.reduce((sum, n) => sum + n, 0)
  return findings
    .flatMap((finding, i) => {
      const more = Math.max(Math.min(finding.hits.length - (kept[i] ?? 0), free), 0)
      free -= more
      return finding.hits.slice(0, (kept[i] ?? 0) + more)
    })
    .slice(0, limit)
}

const hitOf = (tree: SearchDeps['tree'], found: Found, masked: boolean): SearchHit => {
  const { kind, id, title, place, select, lon, lat } = found
  const region = tree
    .path(found.region)
    .slice(1)
    .map((node) => node.name)
    .join(' ')
  const centre = tree.get(found.region)
  const hidden = masked && (kind === 'person' || kind === 'vehicle')
  const shown = kind === 'person' ? maskName(title) : maskPlate(title)
  return {
    kind,
    id,
    place,
    select,
    title: hidden ? shown : title,
    detail: [kind === 'region' ? '' : found.detail, region].filter(Boolean).join(' · '),
    lon: lon ?? centre?.lon ?? null,
    lat: lat ?? centre?.lat ?? null,
  }
}

const maskedVehicles = async (
  search: SearchDeps['search'],
  whole: string,
  where: SearchScope,
  limit: number,
): Promise<Finding> => {
  const found = await Promise.all(
    maskedPlateQuery(whole.replaceAll(/[\s·.]/g, '').toUpperCase()).map(({ first, last }) =>
      search.vehiclesMasked(first, last, where, limit),
    ),
  )
  const byId = new Map(found.flatMap(({ hits }) => hits).map((hit) => [hit.id, hit]))
  return {
    hits: [...byId.values()].slice(0, limit),
    total: Math.max(byId.size, ...found.map(({ total }) => total)),
  }
}

export const makeSearch = ({ search, tree, scope }: SearchDeps): Search => {
  return async (viewer, q, limit) => {
    const began = performance.now()
    const { whole, plate, room, within } = readQuery(q)
    if (whole === '') return { q, hits: [], total: 0, tookMs: 0 }
    const where: SearchScope = { regions: scope.regions(viewer), unit: scope.unit(viewer) }
    const spaceless = whole.replaceAll(' ', '')
    const masked = masksByDefault(viewer.role)
    const surname = maskedNameQuery(spaceless)
    const people = masked
      ? surname !== null && search.peopleMasked(surname, where, limit)
      : !/\d/.test(spaceless) && search.people(spaceless, where, limit)
    const findings = await Promise.all([
      search.places(spaceless, where, limit),
      room === null ? NOTHING : search.rooms(room, within, where, limit),
      people || NOTHING,
      masked
        ? maskedVehicles(search, whole, where, limit)
        : plate === null
          ? NOTHING
          : search.vehicles(plate, where, limit),
    ])
    const hits = mixed(findings, limit).map((found) => hitOf(tree, found, masked))
    return {
      q,
      hits,
      total: findings.reduce((sum, finding) => sum + finding.total, 0),
      tookMs: Math.round(performance.now() - began),
    }
  }
}
