import { decodeJt808 } from '../../codecs/jt808/index.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { source } from '../definition.ts'
import { jt808ConfigSchema, type Jt808Config } from '../gateway/config.ts'
import { makeGateway, type GatewaySource } from '../gateway/gateway.ts'
import type { SourceLog } from '../health.ts'
import type { SourceRegisters } from '../registers.ts'
import { makeJt808Session, type Bound } from './session.ts'

/** Terminals of JT/T 808, 2013 and 2019, on TCP. */
export const makeJt808Source = (
  config: Jt808Config,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters,
): GatewaySource => {
  const bound: Bound = new Map()
  return makeGateway(config, clock, log, registers, (line, ports) =>
    makeJt808Session(line, config, bound, ports),
  )
}

export default source({
  way: 'jt808',
  schema: jt808ConfigSchema,
  make: makeJt808Source,
  decode: { jt808: decodeJt808 },
})
