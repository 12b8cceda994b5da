import type { ReadingRecord } from '#shared/protocol/platform.ts'
import { sql } from 'kysely'
import type { Db } from '../../../server/db/open.ts'
import { makeDirectoryRows } from '../../../server/common/directory/directoryRows.ts'
import { makeDirectory, type Directory } from '../../../server/common/directory/directory.ts'
import type { Regions } from '../../../server/common/directory/types.ts'

export const PROVINCE = '450000'
const CITIES = 14
const COUNTIES = 111
/** A building's meters: the whole, its four 分项, and water. */
const ITEMS = ['total', '01A00', '01B00', '01C00', '01D00', 'water'] as const
export const METERS_EACH = ITEMS.length

const cityOf = (county: number): string => `45${String((county % CITIES) + 1).padStart(2, '0')}00`
export const countyCode = (county: number): string =>
  `${cityOf(county).slice(0, 4)}${String(Math.floor(county / CITIES) + 1).padStart(2, '0')}`
const COUNTY_CODES = Array.from({ length: COUNTIES }, (_, i) => countyCode(i))
const parentOf = (code: string): string | null =>
  code === PROVINCE ? null : code.endsWith('00') ? PROVINCE : `${code.slice(0, 4)}00`

export const regions: Regions = {
  path: (code) => [...(parentOf(code) ? regions.path(parentOf(code) as string) : []), { code }],
  subtree: (code) =>
    code === PROVINCE
      ? [code, ...COUNTY_CODES]
      : code.endsWith('00')
        ? [code, ...COUNTY_CODES.filter((county) => county.startsWith(code.slice(0, 4)))]
        : [code],
  contains: (ancestor, code) => regions.path(code).some((region) => region.code === ancestor),
}

const stamps = `'bench', 'bench', 0, 0`
const quality = '1, 1, 1, 0, true'

/** Buildings with meters and four rooms each: two units, an empty one, a machine room. */
export const fillProvince = async (db: Db, buildings: number): Promise<Directory> => {
  const codes = sql.raw(`(array['${COUNTY_CODES.join("','")}'])[1 + n % ${COUNTIES}]`)
  await sql`insert into buildings select 'B' || n, 'C', ${codes}, 'B' || n, 'office', '', 5, 0, 20, false, 100000, 2000, 108, 22, 0, '[]', '{}', true, ${sql.raw(`${quality}, ${stamps}`)} from generate_series(0, ${buildings - 1}::int) n`.execute(
    db,
  )
  const items = sql.raw(`array['${ITEMS.join("','")}']`)
  await sql`insert into meters (id, building, item, name, rated_kw, source, source_id, updated_at, received_at)
    select 'B' || n || '-' || item, 'B' || n, item, item, 500, ${sql.raw(stamps)} from generate_series(0, ${buildings - 1}::int) n, unnest(${items}) item`.execute(
    db,
  )
  await sql`insert into rooms (id, floor, building, county, number, category, use, state, state_since, usable_dm2, ring, unit, workstations, occupants, desks, desks_used, office_room, over_room, limit_dm2, over_dm2, stale,
      q_required, q_filled, q_checks, q_failed, fresh, source, source_id, updated_at, received_at)
    select 'R' || n || '-' || k, 'F', 'B' || n, ${codes}, k::text, case when k = 3 then 'equipment' else 'office' end, '', case when k = 2 then 'idle' else 'in-use' end, '2025-01-01', 1000 + 100 * k, '{}',
      case when k < 2 then 'U' || (n * 2 + k) / 3 end, '[]', 0, 0, 0, true, false, null, 0, false, ${sql.raw(`${quality}, ${stamps}`)} from generate_series(0, ${buildings - 1}::int) n, generate_series(0, 3) k`.execute(
    db,
  )
  const directory = makeDirectory(makeDirectoryRows(db))
  await directory.reload()
  return directory
}

/** What every meter adds between two rounds, in Wh: the whole is its parts and one more, so that the rest is 1. */
const STEP = [101, 40, 30, 20, 10, 3] as const
export const stepOf = (item: number): number => STEP[item] as number

/** The readings of all buildings, made once; a round only moves their registers and the time on. */
export const makeRounds = (
  buildings: number,
): { readings: ReadingRecord[]; next(at: number): void; rounds(): number } => {
  const readings = Array.from({ length: buildings }, (_, n) => ({
    building: `B${n}`,
    at: 0,
    meters: ITEMS.map((item) => ({ meter: `B${n}-${item}`, kw: 12, total: 1000 + n })),
  }))
  let rounds = 0
  return {
    readings,
    rounds: () => rounds,
    next: (at) => {
      rounds++
      for (const [n, reading] of readings.entries()) {
        reading.at = at
        for (let i = 0; i < METERS_EACH; i++)
          (reading.meters[i] as { total: number }).total = 1000 + n + ((rounds - 1) * stepOf(i)) / 1000
      }
    },
  }
}
