import { join } from 'node:path'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Province, ProvinceOptions } from '../province/Province.ts'
import { openOutbox } from './callback/outbox.ts'
import { makeWired } from './collectors/index.ts'
import type { StandinConfig } from './config.ts'
import { makeOverlay } from './dispatch/overlay.ts'
import { makeMeterDays } from './energy/meterDays.ts'
import { makeEnergyModel } from './energy/model.ts'
import { makeEnergyDays, makeWeatherDays } from './energy/pastDays.ts'
import { makeRoster } from './energy/roster.ts'
import type { FaultDesk } from './faults.ts'
import type { Graph } from './fleet/graph.ts'
import { makePast } from './past/past.ts'
import { openArchive } from './request/archive.ts'
import type { CountyJob, CountyMaker } from './request/countyFile.ts'
import { recordsIn } from './request/edition.ts'
import { openEdits } from './request/edits.ts'
import { makePages } from './request/pages.ts'
import { makeShelves } from './request/shelf.ts'

export interface StoreDeps {
  readonly config: StandinConfig
  readonly makeProvince: (options: ProvinceOptions) => Province
  readonly makerOf?: (job: CountyJob) => CountyMaker
  readonly log: (line: string) => void
  readonly now: () => EpochMs
  readonly faults: FaultDesk
}

/** What the platform keeps: its records, what was edited and what was announced, and the pages that it answers. */
export const makeStore = ({ config, makeProvince, makerOf, log, now, faults }: StoreDeps) => {
  const dir = join(config.dataDir, `${config.scale}-${config.seed}`)
  const archive = openArchive({
    dir,
    seed: config.seed,
    scale: config.scale,
    now: now(),
    makeProvince,
    ...(makerOf ? { makerOf } : {}),
  })
  const { province } = archive
  const edits = makeOverlay(openEdits(dir))
  const roster = makeRoster({
    province,
    months: (county) => recordsIn(archive.base, county, 'energy-months'),
  })
  const model = makeEnergyModel()
  const wired = makeWired({ config: config.wire, province, model, faults })
  const outbox = config.webhook ? openOutbox({ dir, ...config.webhook, now, faults, log }) : null
  const graphs = new Map<string, Graph>()
  const past = makePast({
    config,
    archive,
    edits,
    graphs,
    now,
    announce: (orders) => outbox?.add('orders', orders),
  })
  const series = {
    'meter-days': makeMeterDays(wired.withoutCollected(roster), model),
    'energy-days': makeEnergyDays(roster, model),
    'weather-days': makeWeatherDays(province),
    'overlap-months': past.overlaps,
    'vehicle-tracks': past.tracks.shelf,
  }
  const pages = makePages(makeShelves(archive, series), edits)
  return { archive, edits, roster, model, wired, outbox, graphs, past, pages }
}
export type Store = ReturnType<typeof makeStore>
