import { toHex, type Reader } from '../bytes.ts'
import { gbTextOf } from '../text.ts'
import { bcdTime } from '../time.ts'

/** 驾驶员身份信息采集上报 (0x0702). */
export interface Jt808Driver {
  readonly kind: 'driver'
  /** 2011 tells who drives, with no time and no card; later editions tell of a card that was put in or pulled out. */
  readonly edition: '2011' | '2013'
  /** 从业资格证 IC 卡 inserted or pulled. */
  readonly card: 'in' | 'out' | number
  readonly at: number | null
  readonly time: string
  /** 0 读卡成功; null when the card was pulled. */
  readonly result: number | null
  readonly driver: string | null
  readonly certificate: string | null
  readonly issuer: string | null
  /** YYYYMMDD as it stands. */
  readonly validTo: string | null
  readonly idCard: string | null
}

const NOBODY = { driver: null, certificate: null, issuer: null, validTo: null, idCard: null }
const LENGTHS = { time: 6, certificate: 20, certificate2011: 40, idCard: 20, validTo: 4 } as const

/** Name, ID card 20, certificate 40, issuer, and nothing more: the whole body of the 2011 edition. */
const is2011 = (body: Uint8Array): boolean => {
  const name = body[0] ?? 0
  const issuer = 1 + name + LENGTHS.idCard + LENGTHS.certificate2011
  return name > 0 && issuer < body.length && issuer + 1 + (body[issuer] as number) === body.length
}
/** Card, time, result, and for a card that was read its name and issuer, as far as their lengths come out. */
const is2013 = (body: Uint8Array): boolean => {
  const name = 1 + LENGTHS.time + 1
  if (body[0] !== 1 && body[0] !== 2) return false
  const issuer = name + 1 + (body[name] ?? 0) + LENGTHS.certificate
  return body.length <= name || (issuer < body.length && issuer + 1 + (body[issuer] as number) <= body.length)
}

const read2011 = (r: Reader): Jt808Driver => {
  const driver = gbTextOf(r.take(r.u8('length of name'), 'name'))
  const idCard = gbTextOf(r.take(LENGTHS.idCard, 'id card'))
  const certificate = gbTextOf(r.take(LENGTHS.certificate2011, 'certificate'))
  const issuer = gbTextOf(r.take(r.u8('length of issuer'), 'issuer'))
  return {
    kind: 'driver',
    edition: '2011',
    card: 'in',
    at: null,
    time: '',
    result: 0,
    driver,
    certificate,
    issuer,
    validTo: null,
    idCard,
  }
}

/** Fault: `short`. */
export const readDriver = (r: Reader): Jt808Driver => {
  const body = r.bytes.subarray(r.position(), r.end)
  if (!is2013(body) && is2011(body)) return read2011(r)
  const status = r.u8('card')
  const card = status === 1 ? 'in' : status === 2 ? 'out' : status
  const head = { kind: 'driver', edition: '2013', card, ...bcdTime(r.take(LENGTHS.time, 'time')) } as const
  if (r.left() === 0) return { ...head, result: null, ...NOBODY }
  const result = r.u8('result')
  if (r.left() === 0) return { ...head, result, ...NOBODY }
  return {
    ...head,
    result,
    driver: gbTextOf(r.take(r.u8('length of name'), 'name')),
    certificate: gbTextOf(r.take(LENGTHS.certificate, 'certificate')),
    issuer: gbTextOf(r.take(r.u8('length of issuer'), 'issuer')),
    validTo: r.left() >= LENGTHS.validTo ? toHex(r.take(LENGTHS.validTo, 'valid to')) : null,
    idCard: r.left() >= LENGTHS.idCard ? gbTextOf(r.take(LENGTHS.idCard, 'id card')) : null,
  }
}
