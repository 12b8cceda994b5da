import { MINUTE_MS } from '../kernel/time/time.ts'
import type { DayString, DurationMs, EpochMs } from '../kernel/units.ts'
import { groupBy } from '../kernel/language/lists.ts'

/**
 * 驾驶员身份 as a terminal read it from an IC card (JT/T 808 0x0702, JT/T 809 0x120A and 0x120C). Number of
 * certificate and ID card are not kept, only the last four places that tell namesakes apart.
 */
export interface DriverCard {
  readonly vehicle: string
  /** When the card was put in or taken out, by the terminal's clock. */
  readonly at: EpochMs
  readonly card: 'in' | 'out'
  /** 0 读卡成功, 1 卡片密钥认证未通过, 2 卡片已锁定, 3 卡片被拔出, 4 数据校验错误; null where the message has none. */
  readonly result: number | null
  /** null when no card was read, or its name cannot be read: then nothing stands for it. */
  readonly name: string | null
  readonly certificateTail: string | null
  /** 发证机构. */
  readonly issuer: string | null
  /** 证件有效期. */
  readonly validTo: DayString | null
}

/** From the card's insertion to the vehicle's next card event; `to` null: it is still in. */
export interface DriverSpell {
  readonly name: string
  readonly validTo: DayString | null
  readonly from: EpochMs
  readonly to: EpochMs | null
}

/** Another driver than the order's must have had his card in for so long of the order. [D] */
export const DRIVER_MIN_MS: DurationMs = 10 * MINUTE_MS

/** `other`: somebody else drove; `unknown`: no card was read, which says nothing against anyone. */
export type DriverMatch = 'same' | 'other' | 'unknown'

const plain = (name: string): string => name.replace(/[\s·•]/g, '')
const sameName = (a: string, b: string): boolean => plain(a) === plain(b)

/** 派车单 × 驾驶员身份: whose card was in while the order ran, up to `now`. */
export const matchDriver = (
  order: { readonly driver: string; readonly start: EpochMs; readonly end: EpochMs },
  spells: readonly DriverSpell[],
  now: EpochMs,
): { readonly match: DriverMatch; readonly others: readonly string[] } => {
  const during = spells.filter(({ from, to }) => from < Math.min(order.end, now) && (to ?? now) > order.start)
  const held = (spell: DriverSpell): DurationMs =>
    Math.min(spell.to ?? now, order.end, now) - Math.max(spell.from, order.start)
  const byName = groupBy(during, ({ name }) => plain(name))
  const others = [...byName.values()].flatMap((all) => {
    const [first] = all
    return first &&
      !sameName(first.name, order.driver) &&
      all.reduce((sum, one) => sum + held(one), 0) >= DRIVER_MIN_MS
      ? [first.name]
      : []
  })
  if (others.length > 0) return { match: 'other', others }
  return { match: during.some(({ name }) => sameName(name, order.driver)) ? 'same' : 'unknown', others }
}

/** A certificate is good to the end of its last day. */
export const isExpired = (validTo: DayString | null, today: DayString): boolean =>
  validTo !== null && validTo < today
