import type { CollectionName, RecordOf } from '../../../../src/shared/protocol/platform.ts'
import { dayOf } from '../../../../src/shared/kernel/units.ts'

const DAY = 86_400_000

export type Good = { readonly [C in CollectionName]: RecordOf<C> }
export type Ring = [number, number][]

/** What the good records of one set have in common. */
export interface Base {
  readonly now: number
  readonly county: string
  readonly id: (kind: string) => string
  readonly stamped: { readonly updatedAt: number }
  readonly yesterday: string
  readonly month: string
  readonly year: number
  readonly square: Ring
  readonly room: Ring
  readonly hours: number[]
}

export const baseOf = (now: number, name: string, county: string): Base => {
  const yesterday = dayOf(now - DAY)
  return {
    now,
    county,
    id: (kind) => `${kind}-${name}`,
    stamped: { updatedAt: now - DAY },
    yesterday,
    month: yesterday.slice(0, 7),
    year: Number(dayOf(now).slice(0, 4)),
    square: [
      [108, 22],
      [109, 22],
      [109, 23],
      [108, 23],
    ],
    room: [
      [0, 0],
      [4, 0],
      [4, 6],
      [0, 6],
    ],
    hours: Array.from({ length: 24 }, () => 5),
  }
}
