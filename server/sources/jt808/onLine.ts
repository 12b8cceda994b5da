import type { Jt808Body } from '../../codecs/jt808/index.ts'
import type { Jt808Config } from '../gateway/config.ts'
import type { FrameLine } from '../gateway/frames.ts'
import type { GatewayPorts } from '../gateway/gateway.ts'
import type { Line } from '../gateway/listener.ts'
import type { makeAnswers } from './answers.ts'
import type { Parts } from './parts.ts'

/** Terminals known by the plate they registered with, where the register has no number of theirs. */
export type Bound = Map<string, string>

export type Of<K extends Jt808Body['kind']> = Extract<Jt808Body, { kind: K }>

/** One line at work: what it may use, and what it knows of its terminals. */
export interface OnLine
  extends ReturnType<typeof makeAnswers>, Pick<GatewayPorts, 'clock' | 'registers' | 'intake'> {
  readonly line: Line
  readonly config: Jt808Config
  readonly bound: Bound
  readonly ports: GatewayPorts
  /** Vehicles of the terminals that proved themselves on this line. */
  readonly proven: Map<string, string>
  readonly parts: Parts
  readonly frames: Pick<FrameLine, 'proven'>
  /** Failed proofs in a row. */
  failed: number
  /** Messages that wait to become durable. */
  waiting: number
}

/** Says what is wrong with a line, under its terminal's number once that is proven. */
export const fault = (
  { ports, proven, line, clock }: OnLine,
  code: string,
  reason: string,
  example: unknown,
  phone: string | null = null,
): void =>
  ports.fault({
    who: phone !== null && proven.has(phone) ? phone : line.address,
    code,
    reason,
    example: { ...(example as object), phone, receivedAt: new Date(clock()).toISOString() },
  })
