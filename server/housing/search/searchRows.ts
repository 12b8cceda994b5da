import { sql, type RawBuilder } from 'kysely'
import type { SearchHit } from '#shared/protocol/http.ts'
import type { Db } from '../../db/open.ts'
import { literal } from '../../db/pieces.ts'

/** Whose things may be found: `null` regions for the whole province, and the one unit of a unit's viewer. */
export interface SearchScope {
  readonly regions: readonly string[] | null
  readonly unit: string | null
}
export type Found = Omit<SearchHit, 'detail'> & { readonly detail: string; readonly region: string }
export interface Finding {
  readonly hits: readonly Found[]
  /** How many match; counting stops at `COUNT_LIMIT`. */
  readonly total: number
}

export interface SearchRepository {
  /** Regions, units, compounds and buildings by name (also within it), spelling and initials; one letter is an initial. */
  places(q: string, scope: SearchScope, limit: number): Promise<Finding>
  people(q: string, scope: SearchScope, limit: number): Promise<Finding>
  /** People by what a mask leaves: a surname of one character, or its first letter. In no order that the hidden part gives. */
  peopleMasked(first: string, scope: SearchScope, limit: number): Promise<Finding>
  /** `within`: names of compounds or buildings that must hold the room; empty for anywhere. */
  rooms(number: string, within: readonly string[], scope: SearchScope, limit: number): Promise<Finding>
  vehicles(plate: string, scope: SearchScope, limit: number): Promise<Finding>
  /** Vehicles by what a mask leaves of a plate: its first two characters, its last three; empty for any. In no order that the hidden part gives. */
  vehiclesMasked(first: string, last: string, scope: SearchScope, limit: number): Promise<Finding>
}

const COUNT_LIMIT = 10_000
const CHINESE = /\p{Script=Han}/u

const inRegions = (column: string, { regions }: SearchScope): RawBuilder<unknown> =>
  regions === null ? sql`true` : sql`${sql.raw(column)} = any(${regions})`
const ofUnit = (column: string, { unit }: SearchScope): RawBuilder<unknown> =>
  unit === null ? sql`true` : sql`${sql.raw(column)} = ${unit}`
const startsWith = (column: string, text: string): RawBuilder<unknown> =>
  sql`${sql.raw(column)} collate "C" like ${`${literal(text)}%`}`

/** One page of people with where they sit. */
const personPage = (
  from: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
): RawBuilder<unknown> =>
  sql`with page as (select p.* ${from} order by ${order} limit ${limit})
    select 'person' as kind, p.id, p.name as title, p.region, coalesce(r.floor, p.region) as place, coalesce(r.id, u.id) as select,
      concat_ws(' ', u.name, b.name, r.number) as detail, b.lon, b.lat
    from page p join units u on u.id = p.unit
    left join lateral (select o.room from occupants o where o.person = p.id order by o.share desc limit 1) o on true
    left join rooms r on r.id = o.room left join buildings b on b.id = r.building order by p.id`

const vehiclePage = (
  from: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
): RawBuilder<unknown> =>
  sql`select 'vehicle' as kind, v.id, v.plate as title, v.region, v.region as place, v.id as select,
    (select u.name from units u where u.id = v.unit) as detail, d.lon, d.lat
    from (select v.* ${from} order by ${order} limit ${limit}) v left join depots d on d.id = v.depot order by ${order}`

const count = async (db: Db, from: RawBuilder<unknown>): Promise<number> =>
  (
    await sql<{
      count: number
    }>`select count(*) as count from (select 1 ${from} limit ${COUNT_LIMIT}) counted`.execute(db)
  ).rows[0]?.count ?? 0

/** A statement that counts its matches itself says so in `total`. */
const find = async (db: Db, statement: RawBuilder<unknown>): Promise<Finding> => {
  const { rows } = await sql<Found & { total?: number }>`${statement}`.execute(db)
  return { hits: rows, total: rows[0]?.total ?? rows.length }
}

const counted = async (
  db: Db,
  finding: Finding,
  limit: number,
  from: RawBuilder<unknown>,
): Promise<Finding> =>
  finding.hits.length < limit
    ? finding
    : { hits: finding.hits, total: Math.max(await count(db, from), finding.hits.length) }

const ownPlaces = ({ unit }: SearchScope): RawBuilder<unknown> =>
  unit === null
    ? sql`true`
    : sql`(s.kind = 'unit' and s.id = ${unit} or s.kind = 'building' and s.id in (select building from rooms where unit = ${unit})
          or s.kind = 'compound' and s.id in (select b.compound from rooms r join buildings b on b.id = r.building where r.unit = ${unit}))`

const places = (db: Db): Pick<SearchRepository, 'places' | 'rooms'> => ({
  places: async (q, scope, limit) => {
    const inside = `%${literal(q)}%`
    const oneLetter = q.length === 1 && !CHINESE.test(q)
    const match = oneLetter ? startsWith('s.initials', q) : sql`s.keys collate "C" like ${inside}`
    const first = sql`case when s.title = ${q} or s.initials = ${q} then 0 when s.title like ${`${literal(q)}%`} or s.pinyin like ${`${literal(q)}%`} or s.initials like ${`${literal(q)}%`} then 1 else 2 end`
    const from = sql`from search_places s where ${match} and ${inRegions('s.region', scope)} and ${ownPlaces(scope)}`
    return find(
      db,
      sql`select s.kind, s.id, s.title, s.region, s.lon, s.lat, s.place, case when s.kind = 'unit' then s.id end as select, count(*) over () as total,
        case when s.kind = 'building' then (select c.name from compounds c where c.id = s.detail) else s.detail end as detail
        ${from} order by (s.rank > 0)::int, ${first}, s.rank, length(s.title), s.id limit ${limit}`,
    )
  },
  rooms: async (number, within, scope, limit) => {
    const named = within.map((name) => {
      const match = sql`s.keys collate "C" like ${`%${literal(name)}%`}`
      return sql`r.building in (select s.id from search_places s where s.kind = 'building' and ${match}
          union all select b.id from search_places s join buildings b on b.compound = s.id where s.kind = 'compound' and ${match})`
    })
    const from = sql`from rooms r where ${startsWith('lower(r.number)', number)} and ${inRegions('r.county', scope)} and ${ofUnit('r.unit', scope)}`
    const columns = sql`r.id, r.number, r.county, r.floor, r.building, r.use`
    const order = sql`order by lower(r.number) collate "C", r.county, r.id limit ${limit}`
    const rest = sql`select 'room' as kind, p.id, p.number as title, p.county as region, p.floor as place, p.id as select, concat_ws(' ', c.name, b.name, f.label, p.use) as detail, b.lon, b.lat`
    const joins = sql`from page p join floors f on f.id = p.floor join buildings b on b.id = p.building join compounds c on c.id = b.compound order by p.number, p.county, p.id`
    if (named.length === 0)
      return counted(
        db,
        await find(db, sql`with page as (select ${columns} ${from} ${order}) ${rest} ${joins}`),
        limit,
        from,
      )
    return find(
      db,
      sql`with numbered as materialized (select ${columns} ${from}),
        page as (select r.*, count(*) over () as total from numbered r where ${sql.join(named, sql` and `)} ${order}) ${rest}, p.total ${joins}`,
    )
  },
})

const people = (db: Db): Pick<SearchRepository, 'people' | 'peopleMasked'> => ({
  people: async (q, scope, limit) => {
    const columns = CHINESE.test(q) ? ['p.name'] : ['p.initials', 'p.pinyin']
    const parts = await Promise.all(
      columns.map(async (column) => {
        const from = sql`from people p where ${startsWith(column, q)} and ${inRegions('p.region', scope)} and ${ofUnit('p.unit', scope)}`
        return counted(
          db,
          await find(db, personPage(from, sql`${sql.raw(column)} collate "C", p.id`, limit)),
          limit,
          from,
        )
      }),
    )
    const seen = new Map(parts.flatMap((part) => part.hits).map((hit) => [hit.id, hit]))
    return {
      hits: [...seen.values()].slice(0, limit),
      total: Math.max(...parts.map((part) => part.total), seen.size),
    }
  },
  peopleMasked: async (first, scope, limit) => {
    const shown = CHINESE.test(first) ? 'p.name' : 'p.initials'
    const from = sql`from people p where ${startsWith(shown, first)} and ${inRegions('p.region', scope)} and ${ofUnit('p.unit', scope)}`
    return counted(db, await find(db, personPage(from, sql`p.id`, limit)), limit, from)
  },
})

const vehicles = (db: Db): Pick<SearchRepository, 'vehicles' | 'vehiclesMasked'> => ({
  vehicles: async (plate, scope, limit) => {
    const reversed = [...plate].reverse().join('')
    const match = sql`(${startsWith('v.plate', plate)} or ${startsWith('substr(v.plate, 2)', plate)} or ${startsWith('v.plate_reversed', reversed)})`
    const from = sql`from vehicles v where ${match} and ${inRegions('v.region', scope)} and ${ofUnit('v.unit', scope)}`
    return counted(db, await find(db, vehiclePage(from, sql`v.plate`, limit)), limit, from)
  },
  vehiclesMasked: async (first, last, scope, limit) => {
    const begins = /^[A-Z]/.test(first)
      ? startsWith('substr(v.plate, 2)', first)
      : startsWith('v.plate', first)
    const ends = startsWith('v.plate_reversed', [...last].reverse().join(''))
    const match = first === '' ? ends : last === '' ? begins : sql`${begins} and ${ends}`
    const from = sql`from vehicles v where ${match} and ${inRegions('v.region', scope)} and ${ofUnit('v.unit', scope)}`
    return counted(db, await find(db, vehiclePage(from, sql`v.id`, limit)), limit, from)
  },
})

export const makeSearchRepository = (db: Db): SearchRepository => ({
  ...places(db),
  ...people(db),
  ...vehicles(db),
})
