import type { Viewer } from '../../src/shared/kernel/roles.ts'
import type { Database } from '../../server/db/open.ts'
import type { Ledger } from '../builders/ledger/ledger.ts'
import { percentile, print } from './parts/figure.ts'
import { populate } from './parts/population.ts'
import type { Bench } from './run.ts'

const PLACES = 1000
/** Plain SQL over a province's rooms is slow: so many of the same places are read that way. */
const PLAIN = 200
const KINDS = ['province', 'city', 'county', 'compound', 'building', 'interior', 'floor', 'room'] as const
type Kind = (typeof KINDS)[number]
interface Pick {
  readonly kind: Kind
  readonly id: string
}

/** The same picks every time. */
const generator = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const picksFrom = async (database: Database): Promise<Pick[]> => {
  const random = generator(7)
  const idsOf = async (kind: Kind): Promise<string[]> => {
    const table =
      kind === 'room' ? 'rooms' : `place_measures where kind = '${kind === 'interior' ? 'building' : kind}'`
    return (
      await database.pool.query<{ id: string }>(`select id from ${table} order by md5(id) limit 1000`)
    ).rows.map((row) => row.id)
  }
  const ids = new Map<Kind, string[]>()
  for (const kind of KINDS) ids.set(kind, await idsOf(kind))
  return Array.from({ length: PLACES }, () => {
    const kind = KINDS[Math.floor(random() * KINDS.length)] as Kind
    const of = ids.get(kind) as string[]
    return { kind, id: of[Math.floor(random() * of.length)] as string }
  })
}

const read = async (ledger: Ledger, viewer: Viewer, { kind, id }: Pick): Promise<void> => {
  if (kind === 'room') await ledger.rooms.card(viewer, id)
  else if (kind === 'interior') await ledger.interiors.of(viewer, id)
  else await ledger.places.view(viewer, id)
}

const SUMS = `count(*), count(*) filter (where r.office_room), count(*) filter (where r.over_room), count(*) filter (where r.state = 'idle'),
  sum(r.usable_dm2), sum(r.usable_dm2) filter (where r.office_room), sum(r.limit_dm2), sum(r.over_dm2), sum(r.desks), sum(r.desks_used), sum(r.occupants)`
const PLAIN_SQL: Record<Exclude<Kind, 'interior' | 'room'>, string> = {
  province: `select c.parent, ${SUMS} from rooms r join regions c on c.code = r.county group by c.parent`,
  city: `select r.county, ${SUMS} from rooms r join regions c on c.code = r.county where c.parent = $1 group by r.county`,
  county: `select b.compound, ${SUMS} from rooms r join buildings b on b.id = r.building where r.county = $1 group by b.compound`,
  compound: `select r.building, ${SUMS} from rooms r join buildings b on b.id = r.building where b.compound = $1 group by r.building`,
  building: `select r.floor, ${SUMS} from rooms r where r.building = $1 group by r.floor`,
  floor: `select r.id, ${SUMS} from rooms r where r.floor = $1 group by r.id`,
}

/** The same figures summed from the rooms at the moment of asking. */
const readPlain = async (database: Database, { kind, id }: Pick): Promise<void> => {
  if (kind === 'interior' || kind === 'room') return
  await database.pool.query(PLAIN_SQL[kind], kind === 'province' ? [] : [id])
}

const timed = async (
  picks: readonly Pick[],
  work: (pick: Pick) => Promise<void>,
): Promise<Map<Kind, number[]>> => {
  const samples = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]))
  for (const pick of picks) {
    const began = performance.now()
    await work(pick)
    samples.get(pick.kind)?.push(performance.now() - began)
  }
  return samples
}

/** Any drill request below 50 ms at the 99th percentile over 1,000 random places, beside plain SQL without roll-ups. */
export const bench: Bench = async ({ scale }) => {
  const began = performance.now()
  const { ledger, database, close } = await populate(scale)
  print({ bench: 'drill', metric: 'open an existing database', value: performance.now() - began, unit: 'ms' })
  const viewer: Viewer = {
    account: 'bench',
    role: 'leader',
    scope: { kind: 'region', region: ledger.tree.province()?.code ?? '' },
  }
  const picks = await picksFrom(database)
  for (const pick of picks.slice(0, 50)) await read(ledger, viewer, pick)
  const ours = await timed(picks, (pick) => read(ledger, viewer, pick))
  const summed = picks.filter((pick) => pick.kind !== 'interior' && pick.kind !== 'room')
  const plain = await timed(summed.slice(0, PLAIN), (pick) => readPlain(database, pick))
  for (const share of [0.5, 0.99]) {
    const label = `p${share * 100}`
    const all = (samples: Map<Kind, number[]>): number => percentile([...samples.values()].flat(), share)
    print({
      bench: 'drill',
      metric: `${PLACES} random places, ${label}`,
      value: all(ours),
      unit: 'ms',
      baseline: all(plain),
    })
    for (const kind of KINDS) {
      const beside = plain.get(kind) ?? []
      print({
        bench: 'drill',
        metric: `${kind}, ${label}`,
        value: percentile(ours.get(kind) ?? [], share),
        unit: 'ms',
        ...(beside.length > 0 ? { baseline: percentile(beside, share) } : {}),
      })
    }
  }
  print({
    bench: 'drill',
    metric: 'memory of the process',
    value: process.memoryUsage().rss / 2 ** 20,
    unit: 'MiB',
  })
  await close()
}
