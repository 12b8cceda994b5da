import { percentile, print } from './parts/figure.ts'
import { populate } from './parts/population.ts'
import type { Bench } from './run.ts'

/** How fast a whole province is taken in, summed and edited: rows a second by collection, the roll-ups, one room's edit. */
export const bench: Bench = async ({ scale }) => {
  const { loaded, ledger, database, close } = await populate(scale, true)
  for (const { collection, rows, ms } of loaded) {
    if (collection === 'settled')
      print({ bench: 'load', metric: 'roll-ups, indexes and statistics', value: ms, unit: 'ms' })
    else if (rows > 0)
      print({ bench: 'load', metric: `${collection} (${rows})`, value: rows / (ms / 1000), unit: 'rows/s' })
  }
  const { rows } = await database.pool.query<{ id: string; usable_dm2: number }>(
    `select id, usable_dm2 from rooms where category = 'office' order by md5(id) limit 200`,
  )
  const viewer = {
    account: 'bench',
    role: 'manager',
    scope: { kind: 'region', region: ledger.tree.province()?.code ?? '' },
  } as const
  const samples: number[] = []
  for (const { id, usable_dm2 } of rows) {
    const began = performance.now()
    await ledger.editRoom(viewer, id, { reason: '测量', usableArea: usable_dm2 / 100 + 0.01 })
    samples.push(performance.now() - began)
  }
  print({
    bench: 'load',
    metric: 'one edit to every ancestor, p50',
    value: percentile(samples, 0.5),
    unit: 'ms',
  })
  print({
    bench: 'load',
    metric: 'one edit to every ancestor, p99',
    value: percentile(samples, 0.99),
    unit: 'ms',
  })
  print({
    bench: 'load',
    metric: 'memory of the process',
    value: process.memoryUsage().rss / 2 ** 20,
    unit: 'MiB',
  })
  await close()
}
