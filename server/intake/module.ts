import { sourcesTopic } from '#shared/intake/topics.ts'
import type { RouteDefinition } from '../http/route.ts'
import { defineModule, type House, type Ports } from '../common/defineModule.ts'
import { terminalKey, type Directory } from '../common/directory/directory.ts'
import {
  webhookOf,
  makeSources,
  type Source,
  type SourceRegisters,
  type SourceSink,
} from '../sources/index.ts'
import { SHIFT_HYPOTHESES } from '../sources/shiftHypotheses.ts'
import { makeQuarantineReading } from './quarantine/list.ts'
import { regionOfRejected } from './quarantine/region.ts'
import { quarantineRoutes } from './quarantine/routes.ts'
import { makeSourcesRunner, type SourcesRunner } from './runner.ts'
import { makeSourceShifts, type SourceShifts } from './shifts.ts'
import { makeSink, type RecordIngest } from './sink.ts'
import { inWords, sourceRoutes } from './sourceRoutes.ts'
import { webhookRoutes } from './webhookRoutes.ts'

export interface Intake {
  readonly sink: SourceSink
  readonly runner: SourcesRunner
  readonly shifts: SourceShifts
  /** What the wire ways ask about meters and terminals. */
  readonly registers: SourceRegisters
  /** A source is handing over all that it has, and will say when it is done. */
  isPulled(): boolean
  /** What services behind the door turn away, counted with its source. */
  turnAway: SourceSink['quarantine']
  sources(): readonly Source[]
}

declare module '../common/defineModule.ts' {
  interface Ports {
    intake: Intake
  }
}

const registersOf = (directory: Directory): SourceRegisters => ({
  metersOf: (building) => directory.now().metersOf.get(building) ?? [],
  vehicleBy: (kind, value) => directory.now().terminals.get(terminalKey(kind, value)) ?? null,
})

type Needs = Pick<Ports, 'housing' | 'ledger' | 'directory' | 'quarantine' | 'energy' | 'vehicles'>
const sinkOf = (
  { clock, log, tell }: House,
  { housing, ledger, directory: { directory }, quarantine, energy, vehicles }: Needs,
  shifts: SourceShifts,
): SourceSink => {
  const ingest: RecordIngest = ledger.ingest
  return makeSink({
    ingest,
    archive: energy.door,
    history: vehicles.door,
    vehicles: vehicles.vehicles,
    drivers: vehicles.drivers,
    energy: energy.energy,
    ...quarantine,
    clock,
    log,
    onPositions: shifts.observe,
    onRecords: (_, batch) => tell.records(batch),
    onSettled: tell.settled,
    onQuarantine: tell.quarantine,
    regionOf: (rejected) => regionOfRejected(rejected, directory.now(), housing.tree),
  })
}

/** The door: sources hand over here, once everything that hears of it stands. */
export default defineModule({
  name: 'intake',
  needs: [
    'standards',
    'housing',
    'ledger',
    'access',
    'directory',
    'quarantine',
    'energy',
    'vehicles',
    'supervision',
    'realtime',
  ],
  make: (house, ports) => {
    const { config, clock, log } = house
    const { directory } = ports.directory
    let sources: readonly Source[] = []
    const runner = makeSourcesRunner({
      hasRegisters: () =>
        directory.now().vehicleOrdinals.size > 0 && ports.energy.energy.book.roster().byId.size > 0,
      log,
    })
    const shifts = makeSourceShifts(directory, SHIFT_HYPOTHESES, ports.standards.rules)
    const sink = sinkOf(house, ports, shifts)
    const registers = registersOf(directory)
    runner.onChange((statuses) =>
      ports.realtime.publish(
        'sources',
        statuses.map((item) => ({ item: inWords(item), region: null, unit: null })),
      ),
    )
    const routes: RouteDefinition[] = [
      ...sourceRoutes(runner.statuses),
      ...quarantineRoutes(
        makeQuarantineReading(ports.quarantine.quarantine, ports.access.auditReach, ports.access.audit),
      ),
      ...webhookRoutes(() => webhookOf(sources)),
    ]
    return {
      port: {
        sink,
        runner,
        shifts,
        registers,
        isPulled: () =>
          runner.statuses().some(({ way, state }) => way === 'request' && state === 'catching-up'),
        turnAway: (rejected) => {
          runner.turnedAway(rejected.map(({ source }) => source))
          return sink.quarantine(rejected)
        },
        sources: () => sources,
      },
      topics: [sourcesTopic],
      routes,
      open: async () => {
        sources = makeSources(config.sources, clock, log, registers)
        await runner.start(sources, sink)
      },
      shut: runner.stop,
    }
  },
})
