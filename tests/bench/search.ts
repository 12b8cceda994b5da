import type { Viewer } from '../../src/shared/kernel/roles.ts'
import { percentile, print } from './parts/figure.ts'
import { populate } from './parts/population.ts'
import type { Bench } from './run.ts'

const ROUNDS = 9

/** Names, spellings, initials, plates and room numbers, rare and very common, for the whole province and for one county. */
export const bench: Bench = async ({ scale }) => {
  const { ledger, database, close } = await populate(scale)
  const province = ledger.tree.province()?.code ?? ''
  const one = async (sql: string): Promise<string> =>
    (await database.pool.query<{ q: string }>(sql)).rows[0]?.q ?? ''
  const county = await one('select county as q from rooms group by county order by count(*) limit 1')
  const asked = {
    'region by name': '青秀',
    'region by initials': 'qxq',
    'unit by name': '财政',
    'unit by spelling': 'caizheng',
    'one letter': 'w',
    'two letters': 'wx',
    'person by name': await one('select name as q from people order by md5(id) limit 1'),
    'person by surname': '黄',
    'person by spelling': await one('select pinyin as q from people order by md5(id) limit 1'),
    'person by initials': await one('select initials as q from people order by md5(id) limit 1'),
    plate: await one('select plate as q from vehicles order by md5(id) limit 1'),
    'plate ending': await one('select right(plate, 3) as q from vehicles order by md5(id) limit 1'),
    'room number': await one('select number as q from rooms order by md5(id) limit 1'),
    'room in building': await one(
      `select b.name || ' ' || r.number as q from rooms r join buildings b on b.id = r.building order by md5(r.id) limit 1`,
    ),
    nothing: '不存在的名字',
  }
  for (const [where, region] of [
    ['province', province],
    ['county', county],
  ] as const) {
    const viewer: Viewer = { account: 'bench', role: 'manager', scope: { kind: 'region', region } }
    const worst: number[] = []
    for (const [what, q] of Object.entries(asked)) {
      const samples: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const began = performance.now()
        await ledger.search(viewer, q, 20)
        samples.push(performance.now() - began)
      }
      worst.push(...samples)
      print({
        bench: 'search',
        metric: `${what} (${q}) in the ${where}`,
        value: percentile(samples, 0.5),
        unit: 'ms',
      })
    }
    print({ bench: 'search', metric: `worst in the ${where}`, value: Math.max(...worst), unit: 'ms' })
  }
  await close()
}
