import { parseArgs } from 'node:util'

/** What a bench is told: the province's scale, and whatever else stood on the command line. */
export interface BenchOptions {
  readonly scale: 'tiny' | 'guangxi' | 'province-max'
  readonly rest: Readonly<Record<string, string | boolean | undefined>>
}
export type Bench = (options: BenchOptions) => Promise<void>

/** `npm run bench -- NAME [--scale province-max]`: each module exports `bench`. */
const BENCHES: Record<string, () => Promise<{ bench: Bench }>> = {
  chaos: () => import('./chaos/chaos.ts'),
  drill: () => import('./drill.ts'),
  fanout: () => import('./fanout.ts'),
  energy: () => import('./energy/energy.ts'),
  fence: () => import('./fence.ts'),
  leaks: () => import('./leaks/leaks.ts'),
  interior: () => import('./interior/interior.ts'),
  live: () => import('./live/live.ts'),
  load: () => import('./load.ts'),
  mosaic: () => import('./mosaic/mosaic.ts'),
  movers: () => import('./movers/movers.ts'),
  overview: () => import('./overview.ts'),
  poison: () => import('./poison/poison.ts'),
  siege: () => import('./siege/siege.ts'),
  search: () => import('./search.ts'),
  track: () => import('./track.ts'),
  wire: () => import('./wire.ts'),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    scale: { type: 'string', default: 'guangxi' },
    seconds: { type: 'string' },
    frames: { type: 'string' },
    vehicles: { type: 'string' },
    meters: { type: 'string' },
    every: { type: 'string' },
    screens: { type: 'string' },
    kills: { type: 'string' },
    rate: { type: 'string' },
    away: { type: 'string' },
    freeze: { type: 'string' },
    phases: { type: 'string' },
    seed: { type: 'string' },
    hours: { type: 'string' },
    records: { type: 'string' },
    full: { type: 'boolean' },
    panels: { type: 'boolean' },
  },
})
const name = positionals[0] ?? ''
const load = BENCHES[name]
if (!load) {
  console.error(`no bench named "${name}": expected one of ${Object.keys(BENCHES).join(', ')}`)
  process.exit(1)
}
await (await load()).bench({ scale: values['scale'] as BenchOptions['scale'], rest: values })
process.exit()
