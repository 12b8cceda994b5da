import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { connect, type Socket } from 'node:net'
import type { MeterItem } from '#shared/protocol/platform.ts'
import { CST_OFFSET_MS, type EpochMs } from '#shared/kernel/units.ts'
import type { EnergyModel } from '../energy/model.ts'
import type { MeteredBuilding } from '../energy/roster.ts'
import type { FaultDesk } from '../faults.ts'
import { answersOf, frameOf, messageOf, proofOf, textIn, type Make, type WireKeys } from './wire.ts'

/**
 * A building's data collector: connects to the data centre, proves itself, uploads each quarter hour, and
 * after a break what it kept meanwhile.
 */
export interface Collector {
  tick(now: EpochMs): void
  isProven(): boolean
  stop(): void
}
export interface CollectorOptions {
  readonly building: MeteredBuilding
  readonly gateway: string
  readonly make: Make
  readonly keys: WireKeys
  readonly target: { readonly host: string; readonly port: number }
  readonly model: EnergyModel
  readonly faults: FaultDesk
  /** The oldest quarter hour that it still keeps. */
  readonly keptFrom: EpochMs
  readonly periodMs: number
}

/** Sample times in one message of the backlog. */
const BACKLOG_TIMES = 8
const ANSWER_MS = 30_000
const HEARTBEAT_MS = MINUTE_MS
const RETRY_MS = 3_000
/** Codings of the guide's 分类 where they differ from the item's name; the two of gas are this system's own. */
const CODINGS: Partial<Record<MeterItem, string>> = {
  total: '01000',
  water: '02000',
  gas: '03000',
  'gas-canteen': '03A00',
  'gas-boiler': '03B00',
  heat: '04000',
  cool: '05000',
  coal: '07000',
  lpg: '08000',
  oil: '12000',
  pv: '13000',
}

const stampOf = (at: EpochMs): string =>
  new Date(at + CST_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14)

/** One collector at work. */
interface OnLine extends CollectorOptions {
  socket: Socket | null
  buffer: Buffer
  sequence: number
  isProven: boolean
  /** The next sample that the data centre has not acknowledged. */
  next: EpochMs
  underway: { upTo: EpochMs; since: number; id: string } | null
  lastBeat: EpochMs
  retryAt: EpochMs
}

const send = (on: OnLine, type: string, inner: string): void => {
  const { building, gateway, make, keys, faults } = on
  const frame = frameOf(on.sequence++, messageOf(building.building, gateway, make, type, inner), make, keys)
  if (faults.strikes('rubbishRate'))
    on.socket?.write(frame.map((byte, at) => (at === frame.length >> 1 ? byte ^ 0xff : byte)))
  on.socket?.write(frame)
  if (faults.strikes('repeatRate')) on.socket?.write(frame)
}

const metersAt = ({ building, model, make }: OnLine, at: EpochMs): string =>
  building.meters
    .map(({ item }, i) => {
      const { total } = model.at(building.load, item, at)
      return `<meter id="${i + 1}" name="${make.encoding === 'UTF-8' ? item : `电表${i + 1}`}" conn="conn"><function id="1" coding="${CODINGS[item] ?? item}" error="${i % 2 === 0 ? 0 : 192}" sample_time="${stampOf(at)}">${total.toFixed(3)}</function></meter>`
    })
    .join('')

const upload = (on: OnLine, now: EpochMs): void => {
  const { periodMs, model, building } = on
  const times: EpochMs[] = []
  let at = on.next
  for (; at <= now && times.length < BACKLOG_TIMES; at += periodMs)
    if (!model.isMute(building.load, at)) times.push(at)
  if (at === on.next) return
  if (times.length === 0) {
    on.next = at
    return
  }
  const operation = times.length > 1 ? 'continuous' : 'report'
  const id = `${stampOf(times[0] as EpochMs)}${String(on.sequence).padStart(6, '0')}`
  on.underway = { upTo: at, since: Date.now(), id }
  send(
    on,
    operation,
    `<data operation="${operation}"><sequence>${id}</sequence><parser>yes</parser><time>${stampOf(times.at(-1) as EpochMs)}</time><total>1</total><current>0</current>${times.map((at) => metersAt(on, at)).join('')}</data>`,
  )
}

const hear = (on: OnLine, xml: string): void => {
  const { keys } = on
  const challenge = /operation="sequence"/.test(xml) ? textIn(xml, 'sequence') : ''
  if (challenge)
    return send(
      on,
      'md5',
      `<id_validate operation="md5"><md5>${proofOf(challenge, keys)}</md5></id_validate>`,
    )
  if (/operation="result"/.test(xml)) {
    on.isProven = textIn(xml, 'result') === 'pass'
    return
  }
  if (
    !/operation="(report|continuous)_ack"/.test(xml) ||
    on.underway === null ||
    textIn(xml, 'sequence') !== on.underway.id
  )
    return
  on.next = on.underway.upTo
  on.underway = null
}

const drop = (on: OnLine): void => {
  on.socket?.destroy()
  on.socket = null
  on.isProven = false
  on.underway = null
  on.retryAt = Date.now() + RETRY_MS
}

const dial = (on: OnLine): void => {
  const { target, make, keys } = on
  const line = connect(target)
  on.socket = line
  on.buffer = Buffer.alloc(0)
  line.on('connect', () => send(on, 'request', '<id_validate operation="request"/>'))
  line.on('data', (chunk) => {
    const { texts, rest } = answersOf(Buffer.concat([on.buffer, chunk]), make, keys)
    on.buffer = rest
    texts.forEach((xml) => hear(on, xml))
  })
  line.on('error', () => undefined)
  line.on('close', () => on.socket === line && drop(on))
}

const tick = (on: OnLine, now: EpochMs): void => {
  const { faults } = on
  if (faults.current().down) return void (on.socket && drop(on))
  if (!on.socket) return void (Date.now() >= on.retryAt && dial(on))
  if (on.underway && Date.now() - on.underway.since > ANSWER_MS) return drop(on)
  if (!on.isProven) return
  if (Date.now() - on.lastBeat > HEARTBEAT_MS) {
    on.lastBeat = Date.now()
    send(on, 'heart_beat', '<heart_beat operation="notify"/>')
  }
  if (!on.underway) upload(on, now)
}

export const makeCollector = (options: CollectorOptions): Collector => {
  const on: OnLine = {
    ...options,
    socket: null,
    buffer: Buffer.alloc(0),
    sequence: 0,
    isProven: false,
    next: Math.ceil(options.keptFrom / options.periodMs) * options.periodMs,
    underway: null,
    lastBeat: 0,
    retryAt: 0,
  }
  return {
    isProven: () => on.isProven,
    stop: () => drop(on),
    tick: (now) => tick(on, now),
  }
}
