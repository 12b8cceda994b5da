import { connect, type Socket } from 'node:net'
import type { MeterItem } from '#shared/protocol/platform.ts'
import { CST_OFFSET_MS, type EpochMs } from '#shared/kernel/units.ts'
import type { EnergyModel } from '../energy/model.ts'
import type { MeteredBuilding } from '../energy/roster.ts'
import type { FaultDesk } from '../faults.ts'
import { answersOf, frameOf, messageOf, proofOf, textIn, type Make, type WireKeys } from './wire.ts'

/** A building's data collector: connects to the data centre, proves itself, uploads each quarter hour, and after a break what it kept meanwhile. */
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
const HEARTBEAT_MS = 60_000
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

export const makeCollector = (options: CollectorOptions): Collector => {
  const { building, gateway, make, keys, target, model, faults, periodMs } = options
  let socket: Socket | null = null
  let buffer: Buffer = Buffer.alloc(0)
  let sequence = 0
  let isProven = false
  /** The next sample that the data centre has not acknowledged. */
  let next = Math.ceil(options.keptFrom / periodMs) * periodMs
  let underway: { upTo: EpochMs; since: number; id: string } | null = null
  let lastBeat = 0
  let retryAt = 0

  const send = (type: string, inner: string): void => {
    const frame = frameOf(sequence++, messageOf(building.building, gateway, make, type, inner), make, keys)
    if (faults.strikes('rubbishRate'))
      socket?.write(frame.map((byte, at) => (at === frame.length >> 1 ? byte ^ 0xff : byte)))
    socket?.write(frame)
    if (faults.strikes('repeatRate')) socket?.write(frame)
  }

  const metersAt = (at: EpochMs): string =>
    building.meters
      .map(({ item }, i) => {
        const { total } = model.at(building.load, item, at)
        return `<meter id="${i + 1}" name="${make.encoding === 'UTF-8' ? item : `电表${i + 1}`}" conn="conn"><function id="1" coding="${CODINGS[item] ?? item}" error="${i % 2 === 0 ? 0 : 192}" sample_time="${stampOf(at)}">${total.toFixed(3)}</function></meter>`
      })
      .join('')

  const upload = (now: EpochMs): void => {
    const times: EpochMs[] = []
    let at = next
    for (; at <= now && times.length < BACKLOG_TIMES; at += periodMs)
      if (!model.isMute(building.load, at)) times.push(at)
    if (at === next) return
    if (times.length === 0) {
      next = at
      return
    }
    const operation = times.length > 1 ? 'continuous' : 'report'
    const id = `${stampOf(times[0] as EpochMs)}${String(sequence).padStart(6, '0')}`
    underway = { upTo: at, since: Date.now(), id }
    send(
      operation,
      `<data operation="${operation}"><sequence>${id}</sequence><parser>yes</parser><time>${stampOf(times.at(-1) as EpochMs)}</time><total>1</total><current>0</current>${times.map(metersAt).join('')}</data>`,
    )
  }

  const hear = (xml: string): void => {
    const challenge = /operation="sequence"/.test(xml) ? textIn(xml, 'sequence') : ''
    if (challenge)
      return send('md5', `<id_validate operation="md5"><md5>${proofOf(challenge, keys)}</md5></id_validate>`)
    if (/operation="result"/.test(xml)) {
      isProven = textIn(xml, 'result') === 'pass'
      return
    }
    if (
      !/operation="(report|continuous)_ack"/.test(xml) ||
      underway === null ||
      textIn(xml, 'sequence') !== underway.id
    )
      return
    next = underway.upTo
    underway = null
  }

  const drop = (): void => {
    socket?.destroy()
    socket = null
    isProven = false
    underway = null
    retryAt = Date.now() + RETRY_MS
  }

  const dial = (): void => {
    const line = connect(target)
    socket = line
    buffer = Buffer.alloc(0)
    line.on('connect', () => send('request', '<id_validate operation="request"/>'))
    line.on('data', (chunk) => {
      const { texts, rest } = answersOf(Buffer.concat([buffer, chunk]), make, keys)
      buffer = rest
      texts.forEach(hear)
    })
    line.on('error', () => undefined)
    line.on('close', () => socket === line && drop())
  }

  return {
    isProven: () => isProven,
    stop: drop,
    tick: (now) => {
      if (faults.current().down) return void (socket && drop())
      if (!socket) return void (Date.now() >= retryAt && dial())
      if (underway && Date.now() - underway.since > ANSWER_MS) return drop()
      if (!isProven) return
      if (Date.now() - lastBeat > HEARTBEAT_MS) {
        lastBeat = Date.now()
        send('heart_beat', '<heart_beat operation="notify"/>')
      }
      if (!underway) upload(now)
    },
  }
}
