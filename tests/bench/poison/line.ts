/** The poison of the line of positions. */
import { goodPosition } from '../../builders/records/goodRecords.ts'

const MESSAGE_ITEMS = 100
/** What comes over the line once it is opened: bad positions, and a good one at the end of each message. */
export const lineOf = (many: number, now: number, opened: Promise<unknown>) => {
  const good: number[] = []
  const at = Math.floor((now - 3_600_000) / 1_000) * 1_000
  const spoilt = (i: number): unknown =>
    [
      { ...goodPosition(at, `V\u0000${i}`) },
      { ...goodPosition(at, 'V-R'), at: 9e15 + i },
      { ...goodPosition(at + i, 'V-R'), lat: 1e300 },
      null,
      i,
    ][i % 5]
  const message = (b: number): string => {
    good[b] = at + b * 1_000
    const bad = Array.from({ length: MESSAGE_ITEMS }, (_, i) => spoilt(b * MESSAGE_ITEMS + i))
    return JSON.stringify({
      type: 'positions',
      seq: b + 1,
      items: [...bad, goodPosition(good[b] as number, 'V-R')],
    })
  }
  const messages = Array.from({ length: Math.ceil(many / MESSAGE_ITEMS) }, (_, b) => message(b))
  return { good, bad: messages.length * MESSAGE_ITEMS, messages: () => opened.then(() => messages) }
}
