import type { PositionRecord } from '#shared/protocol/platform.ts'
import { toHex } from '../../codecs/bytes.ts'
import { makeLengthFramer } from '../../codecs/framers.ts'
import { answerGb32960, decodeGb32960, type Gb32960Message } from '../../codecs/gb32960/index.ts'
import { takeFix, type TakenFix } from '../gateway/fix.ts'
import type { Gb32960Config } from '../gateway/config.ts'
import type { GatewayPorts } from '../gateway/gateway.ts'
import { makeFrameLine, type FrameLine } from '../gateway/frames.ts'
import type { Line, LineSession } from '../gateway/listener.ts'

const LONGEST_FRAME = 16_384
/** One platform's line may stand for so many vehicles. */
const LIMITS = { waiting: 2_000, vehicles: 100_000 } as const
const EXAMPLE_BYTES = 256
const STARTED = 1

type Data = Extract<Gb32960Message, { kind: 'data' }>

/** A vehicle's report as a canonical record; the standard carries no heading, so it stands at 0. */
const takeData = (data: Data, vehicle: string, config: Gb32960Config, now: number): TakenFix => {
  const { position } = data
  if (!position) return data.at === null ? { code: 'time', reason: 'expected a time' } : 'no-fix'
  const { lon, lat, crs } = position
  if (position.valid && crs !== null && crs !== 'WGS84' && crs !== 'GCJ02')
    return { code: 'crs', reason: 'expected WGS-84 or GCJ-02; the frame names another coordinate system' }
  const speedKmh = data.speedKmh ?? 0
  const state = data.blocks.find(({ type }) => type === '01')?.['state']
  const record = {
    vehicle,
    lon,
    lat,
    speedKmh,
    headingDeg: 0,
    acc: state === STARTED || speedKmh > 0,
    alarm: 0,
    crs: crs === null ? config.crs : (crs as PositionRecord['crs']),
  }
  return takeFix({ at: data.at, fixed: position.valid, live: !data.reissue, record }, config, now)
}

/** One line at work. */
interface OnLine extends Pick<GatewayPorts, 'clock' | 'registers' | 'intake'> {
  readonly line: Line
  readonly config: Gb32960Config
  readonly ports: GatewayPorts
  readonly frames: Pick<FrameLine, 'proven'>
  /** Vehicles that logged in, by VIN. */
  readonly vehicles: Map<string, string>
  platform: string | null
  /** Reports that wait to become durable. */
  waiting: number
}

const fault = ({ ports, clock }: OnLine, who: string, code: string, reason: string, example: object): void =>
  ports.fault({ who, code, reason, example: { ...example, receivedAt: new Date(clock()).toISOString() } })

const self = (on: OnLine): string => on.platform ?? on.line.address

const login = (on: OnLine, frame: Uint8Array, vin: string): void => {
  const { registers, vehicles, frames, ports, line } = on
  const vehicle = registers.vehicleBy('vin', vin)
  if (vehicle !== null && vehicles.size < LIMITS.vehicles) {
    vehicles.set(vin, vehicle)
    frames.proven()
    ports.count('login')
    return line.write(answerGb32960(frame, 'ok'))
  }
  fault(on, self(on), 'unknown-vin', 'expected a VIN of the register', { vin })
  line.write(answerGb32960(frame, 'error'))
}

const platformLogin = (
  on: OnLine,
  frame: Uint8Array,
  message: Extract<Gb32960Message, { kind: 'platform-login' }>,
): void => {
  const { config, line, frames } = on
  const known = config.users.find(
    ({ user, password }) => user === message.user && password === message.password,
  )
  line.write(answerGb32960(frame, known ? 'ok' : 'error'))
  if (known) {
    on.platform = `platform-${known.user}`
    frames.proven()
  } else {
    fault(on, line.address, 'auth', 'expected a user and password of the configuration', {
      user: message.user,
    })
    line.close('it could not prove itself')
  }
}

const report = (on: OnLine, frame: Uint8Array, data: Data): void => {
  const { vehicles, registers, line, config, clock, ports, intake } = on
  const vehicle = vehicles.get(data.vin) ?? (on.platform ? registers.vehicleBy('vin', data.vin) : null)
  if (vehicle === null) {
    fault(
      on,
      self(on),
      on.platform ? 'unknown-vin' : 'unproven',
      on.platform ? 'expected a VIN of the register' : 'expected a login before reports',
      { vin: data.vin },
    )
    return line.write(answerGb32960(frame, 'error'))
  }
  const taken = takeData(data, vehicle, config, clock())
  if (data.stopped) ports.count('unknown-block')
  if (taken === 'no-fix') {
    ports.count('no-fix')
    return line.write(answerGb32960(frame, 'ok'))
  }
  if ('code' in taken) {
    fault(on, vehicle, taken.code, taken.reason, { time: data.time, position: data.position })
    return line.write(answerGb32960(frame, 'error'))
  }
  if (++on.waiting === LIMITS.waiting) line.hold()
  intake.offer([taken.item], (durable) => {
    if (on.waiting-- === LIMITS.waiting) line.release()
    line.write(answerGb32960(frame, durable ? 'ok' : 'error'))
  })
}

const message = (on: OnLine, frame: Uint8Array, decoded: Gb32960Message): void => {
  const { line, ports, vehicles } = on
  if (decoded.kind === 'login') return login(on, frame, decoded.vin)
  if (decoded.kind === 'platform-login') return platformLogin(on, frame, decoded)
  if (decoded.kind === 'data') return report(on, frame, decoded)
  if (decoded.kind === 'raw' && decoded.why === 'answer') return
  if (decoded.kind === 'raw' && decoded.why === 'encrypted') {
    fault(on, self(on), 'encrypted', 'expected open data; the frame says that it is encrypted', {
      vin: decoded.vin,
      encryption: decoded.encryption,
    })
    return line.write(answerGb32960(frame, 'error'))
  }
  ports.count(decoded.kind)
  if (decoded.kind === 'logout') vehicles.delete(decoded.vin)
  line.write(answerGb32960(frame, 'ok'))
}

const take = (on: OnLine, bytes: Uint8Array): boolean => {
  const decoded = decodeGb32960(bytes)
  if (decoded.ok) message(on, bytes, decoded.frame)
  else
    fault(on, self(on), decoded.error.code, `expected a frame of GB/T 32960: ${decoded.error.code}`, {
      reason: decoded.error.reason,
      hex: toHex(bytes.subarray(0, EXAMPLE_BYTES)),
    })
  return decoded.ok
}

/** One line of GB/T 32960: a vehicle's login by VIN, or a platform's by user; a report is answered when it is durable. */
export const makeGb32960Session = (line: Line, config: Gb32960Config, ports: GatewayPorts): LineSession => {
  const frames = makeFrameLine({
    line,
    ports,
    patienceMs: config.patienceMs,
    makeFramer: (frame) => makeLengthFramer(LONGEST_FRAME, frame),
    take: (bytes) => take(on, bytes),
  })
  const on: OnLine = {
    ...ports,
    line,
    config,
    ports,
    frames,
    vehicles: new Map(),
    platform: null,
    waiting: 0,
  }
  return { data: frames.data, end: frames.end }
}
