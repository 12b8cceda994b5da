import type { Clock } from '../../common/clock/clock.ts'
import type { Gb32960Config } from '../gateway/config.ts'
import { makeGateway, type GatewaySource } from '../gateway/gateway.ts'
import type { SourceLog } from '../health.ts'
import type { SourceRegisters } from '../registers.ts'
import { makeGb32960Session } from './session.ts'

/** New-energy vehicles and enterprise platforms of GB/T 32960, on TCP. */
export const makeGb32960Source = (
  config: Gb32960Config,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters,
): GatewaySource =>
  makeGateway(config, clock, log, registers, (line, ports) => makeGb32960Session(line, config, ports))
