import { decodeGb32960 } from '../../codecs/gb32960/index.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { source } from '../definition.ts'
import { gb32960ConfigSchema, type Gb32960Config } from '../gateway/config.ts'
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

export default source({
  way: 'gb32960',
  schema: gb32960ConfigSchema,
  make: makeGb32960Source,
  decode: { gb32960: decodeGb32960 },
})
