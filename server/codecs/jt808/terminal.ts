import { toHex, type Reader } from '../bytes.ts'
import { gbTextOf, isReadable } from '../text.ts'
import type { Jt808Header } from './frame.ts'

type Edition = '2011' | '2013' | '2019'

/** 终端注册 (0x0100): the plate is empty while the vehicle has none. */
export interface Jt808Register {
  readonly kind: 'register'
  readonly edition: Edition
  readonly provinceId: number
  readonly countyId: number
  readonly manufacturer: string
  readonly model: string
  readonly terminalId: string
  /** 0 未上牌, 1 蓝, 2 黄, 3 黑, 4 白, 5 绿, 9 其他; without a plate the text is the VIN. */
  readonly plateColour: number
  readonly plate: string
}

/** 查询终端属性应答 (0x0107). */
export interface Jt808Attributes {
  readonly kind: 'attributes'
  readonly edition: Edition
  readonly type: number
  readonly manufacturer: string
  readonly model: string
  readonly terminalId: string
  readonly iccid: string
  readonly hardware: string
  readonly firmware: string
  /** Bits of the positioning and communication modules. */
  readonly gnss: number
  readonly communication: number
}

/** Bytes of manufacturer, model and terminal id. */
const WIDTHS: Readonly<Record<Edition, readonly [maker: number, model: number, terminal: number]>> = {
  '2011': [5, 8, 7],
  '2013': [5, 20, 7],
  '2019': [11, 30, 30],
}
/** In 0x0107 the manufacturer has kept its five bytes. */
const ATTRIBUTE_WIDTHS: typeof WIDTHS = { '2011': [5, 8, 7], '2013': [5, 20, 7], '2019': [5, 30, 30] }
/** The header tells 2019 from what was before it, and neither 2011 from 2013 nor what a terminal put behind another's header. */
const ORDER: Readonly<Record<Jt808Header['version'], readonly Edition[]>> = {
  '2013': ['2013', '2011', '2019'],
  '2019': ['2019', '2013', '2011'],
}
const COLOURS = new Set([0, 1, 2, 3, 4, 5, 9, 91, 92, 93, 94])
/** A plate of 7 or 8 characters with its Chinese one, or a VIN of 17, padded or not. */
const isPlate = (bytes: Uint8Array): boolean => {
  const text = gbTextOf(bytes)
  return text === '' || (isReadable(text) && (text.length === 7 || text.length === 8 || text.length === 17))
}

const sum = (widths: readonly number[]): number => widths.reduce((all, width) => all + width, 0)

/** The edition whose colour is a colour and whose plate is a plate; where none is, the first that has room in the body. */
const registerEdition = (body: Uint8Array, version: Jt808Header['version']): Edition => {
  const colourAt = (edition: Edition): number => 4 + sum(WIDTHS[edition])
  const hasRoom = (edition: Edition): boolean => colourAt(edition) < body.length
  const fits = (edition: Edition): boolean =>
    hasRoom(edition) &&
    COLOURS.has(body[colourAt(edition)] as number) &&
    isPlate(body.subarray(colourAt(edition) + 1))
  return ORDER[version].find(fits) ?? ORDER[version].find(hasRoom) ?? version
}

/** Fault: `short`. */
export const readRegister = (r: Reader, version: Jt808Header['version']): Jt808Register => {
  const edition = registerEdition(r.bytes.subarray(r.position(), r.end), version)
  const [maker, model, terminal] = WIDTHS[edition]
  return {
    kind: 'register',
    edition,
    provinceId: r.u16('province'),
    countyId: r.u16('county'),
    manufacturer: gbTextOf(r.take(maker, 'manufacturer')),
    model: gbTextOf(r.take(model, 'model')),
    terminalId: gbTextOf(r.take(terminal, 'terminal id')),
    plateColour: r.u8('plate colour'),
    plate: gbTextOf(r.take(r.left(), 'plate')),
  }
}

const ICCID = 10
/** The edition whose two lengths of versions leave the two bytes of the modules. */
const attributesEdition = (body: Uint8Array, version: Jt808Header['version']): Edition => {
  const fits = (edition: Edition): boolean => {
    const hardware = 2 + sum(ATTRIBUTE_WIDTHS[edition]) + ICCID
    const firmware = hardware + 1 + (body[hardware] ?? 0)
    return firmware < body.length && firmware + 1 + (body[firmware] as number) + 2 === body.length
  }
  return ORDER[version].find(fits) ?? version
}

/** Fault: `short`. */
export const readAttributes = (r: Reader, version: Jt808Header['version']): Jt808Attributes => {
  const edition = attributesEdition(r.bytes.subarray(r.position(), r.end), version)
  const [maker, model, terminal] = ATTRIBUTE_WIDTHS[edition]
  return {
    kind: 'attributes',
    edition,
    type: r.u16('terminal type'),
    manufacturer: gbTextOf(r.take(maker, 'manufacturer')),
    model: gbTextOf(r.take(model, 'model')),
    terminalId: gbTextOf(r.take(terminal, 'terminal id')),
    iccid: toHex(r.take(ICCID, 'iccid')),
    hardware: gbTextOf(r.take(r.u8('length of hardware version'), 'hardware version')),
    firmware: gbTextOf(r.take(r.u8('length of firmware version'), 'firmware version')),
    gnss: r.u8('positioning module'),
    communication: r.u8('communication module'),
  }
}
