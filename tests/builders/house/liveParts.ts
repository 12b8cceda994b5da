import type { Ports } from '../../../server/common/defineModule.ts'
import type { RouteDefinition } from '../../../server/http/route.ts'
import type { Live } from '../../../server/live.ts'

/** What tests of the live side ask, under one roof. */
export interface LiveParts {
  readonly sink: Ports['intake']['sink']
  readonly runner: Ports['intake']['runner']
  readonly registers: Ports['intake']['registers']
  readonly directory: Ports['directory']['directory']
  readonly vehicles: Ports['vehicles']['vehicles']
  readonly tracks: Ports['vehicles']['tracks']
  readonly drivers: Ports['vehicles']['drivers']
  readonly energy: Ports['energy']['energy']
  readonly alerts: Ports['supervision']
  readonly insight: Ports['energyInsight']
  readonly vehicleLedger: Ports['vehicleLedger']
  readonly routes: readonly RouteDefinition[]
  start(): Promise<void>
  stop(): Promise<void>
}

export const livePartsOf = ({ ports, all, start, stop }: Live): LiveParts => ({
  ...ports.intake,
  ...ports.vehicles,
  directory: ports.directory.directory,
  energy: ports.energy.energy,
  alerts: ports.supervision,
  insight: ports.energyInsight,
  vehicleLedger: ports.vehicleLedger,
  routes: all('routes'),
  start,
  stop,
})
