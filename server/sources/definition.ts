import type { z } from 'zod'
import type { Clock } from '../common/clock/clock.ts'
import type { Decoded } from '../codecs/decoded.ts'
import type { SourceLog } from './health.ts'
import type { SourceRegisters } from './registers.ts'
import type { Source } from './Source.ts'

/** What every entry of the configuration has; names must differ. */
export interface NamedConfig {
  readonly name: string
}
/** Pure, never throws, memory bounded by the bytes given. */
export type Decode = (bytes: Uint8Array) => Decoded

/** One way in. */
export interface Way<C extends NamedConfig = NamedConfig> {
  /** As the configuration calls it. */
  readonly way: string
  /** The rest of its configuration. */
  readonly schema: z.ZodObject & z.ZodType<C>
  /** Wire ways ask the registers whose meter or vehicle they hear. */
  make(config: C, clock: Clock, log: SourceLog, registers: SourceRegisters): Source
  /** The protocols whose frames it reads, for `cli decode NAME FILE`. */
  readonly decode?: Readonly<Record<string, Decode>>
}

/** Defines a way in, in the `index.ts` of its folder; configuration, connectors and `cli decode` find it there. */
export const source = <C extends NamedConfig>(way: Way<C>): Way<C> => way
