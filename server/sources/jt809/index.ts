import { decodeJt809 } from '../../codecs/jt809/index.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { source } from '../definition.ts'
import { jt809ConfigSchema, type Jt809Config } from '../gateway/config.ts'
import { makeGateway, type GatewaySource } from '../gateway/gateway.ts'
import type { SourceLog } from '../health.ts'
import type { SourceRegisters } from '../registers.ts'
import { makeJt809Session } from './session.ts'

/** Subordinate platforms of JT/T 809, 2011 and 2019, on their main link, and with the configuration's leave by a down link to them. */
export const makeJt809Source = (
  config: Jt809Config,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters,
): GatewaySource =>
  makeGateway(config, clock, log, registers, (line, ports) => makeJt809Session(line, config, ports))

export default source({
  way: 'jt809',
  schema: jt809ConfigSchema,
  make: makeJt809Source,
  decode: { jt809: decodeJt809 },
})
