import { fromHex } from '../bytes.ts'
import { gbBytes } from '../text.ts'
import { wire808, type Jt808Header } from './frame.ts'

const frame = (to: Jt808Header, id: number, serial: number, body: readonly number[]): Uint8Array => {
  const isNew = to.version === '2019'
  const attribute = body.length | (isNew ? 0x4000 : 0)
  const head = [
    id >> 8,
    id & 255,
    attribute >> 8,
    attribute & 255,
    ...(isNew ? [to.protocolVersion ?? 1] : []),
    ...(fromHex(to.phone) ?? []),
    (serial >> 8) & 255,
    serial & 255,
  ]
  return wire808(Uint8Array.from([...head, ...body]))
}

/** 0x8001 平台通用应答: 0 成功, 1 失败, 2 消息有误, 3 不支持. */
export const generalReply = (
  to: Jt808Header,
  result: 0 | 1 | 2 | 3,
  serial: number,
  toSerial: number = to.serial,
): Uint8Array => frame(to, 0x8001, serial, [toSerial >> 8, toSerial & 255, to.id >> 8, to.id & 255, result])

/** 0x8100 终端注册应答: 0 成功 with the 鉴权码, 2 数据库中无该车辆, 4 数据库中无该终端. */
export const registerReply = (
  to: Jt808Header,
  result: 0 | 1 | 2 | 3 | 4,
  code: string,
  serial: number,
): Uint8Array =>
  frame(to, 0x8100, serial, [to.serial >> 8, to.serial & 255, result, ...(result === 0 ? gbBytes(code) : [])])
