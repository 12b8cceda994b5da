import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Jt808Header } from '../../codecs/jt808/index.ts'
import { generalReply, registerReply } from '../../codecs/jt808/replies.ts'
import type { Line } from '../gateway/listener.ts'

/** 鉴权码: tells which terminal it was given to, and only the house can make it. */
export const authCode = (key: string, phone: string): string =>
  createHmac('sha256', key)
    .update(`jt808/${phone.replace(/^0+/, '')}`)
    .digest('hex')
    .slice(0, 16)

export const sameText = (a: string, b: string): boolean =>
  timingSafeEqual(
    createHmac('sha256', 'compare').update(a).digest(),
    createHmac('sha256', 'compare').update(b).digest(),
  )

/** What the house answers on one line, numbered as it goes. */
export const makeAnswers = (line: Pick<Line, 'write'>) => {
  let serial = 0
  const reply = (
    header: Jt808Header,
    result: 0 | 1 | 2 | 3,
    serials: readonly number[] = [header.serial],
  ): void => {
    for (const to of serials) line.write(generalReply(header, result, serial++ & 0xffff, to))
  }
  /** `code`: the 鉴权码 that was given out, '' with a refusal. */
  const registered = (header: Jt808Header, result: 0 | 1 | 2 | 3 | 4, code: string): void =>
    line.write(registerReply(header, result, code, serial++ & 0xffff))
  return { reply, registered }
}
