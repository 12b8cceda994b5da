import type { Asked, Composed, Composition } from './composition.ts'
import { desk } from './desk.ts'
import { phone } from './phone.ts'
import { alongSeams } from './seams.ts'
import { three } from './three.ts'
import { upright } from './upright.ts'
import { wide } from './wide.ts'

/** Width by height from which a wall is another kind of wall. */
const ASPECT = { desk: 1.2, wide: 2.6, three: 4.4 } as const
/** Below these a window is a phone's, CSS pixels. */
const LEAST_PX = { upright: 700, desk: 900 } as const

const compositionOf = (width: number, height: number): Composition => {
  const aspect = width / height
  if (width < LEAST_PX.upright) return phone
  if (aspect < ASPECT.desk) return upright
  if (width < LEAST_PX.desk) return phone
  if (aspect < ASPECT.wide) return desk
  return aspect < ASPECT.three ? wide : three
}

/** The list of matters stands on a wall: also while a drawer lies over it, so that the strip beneath keeps what it says. */
const hasList = (composition: Composition, asked: Asked): boolean => {
  const { id, columns } = composition({ ...asked, drawn: false })
  const { left, right, more } = asked.panels
  const lists = new Set(
    [...left, ...right, ...more].flatMap((one) => (one.field === 'matters' ? [one.id] : [])),
  )
  return (
    (id === 'wide' || id === 'three') && columns.some(({ panels }) => panels.some((one) => lists.has(one.id)))
  )
}

/** What stands where on a wall of this size: chosen by its aspect, and where its profile names screens kept off their seams. */
export const compose = (asked: Asked): Composed => {
  const { wall, widthPx, heightPx } = asked
  const composition = compositionOf(widthPx, heightPx)
  const composed = { ...composition(asked), happens: hasList(composition, asked) }
  const seams = wall.seams.length > 0 ? wall.seams : composed.seams
  return seams.length === 0
    ? composed
    : alongSeams(composed, { seams, bezel: wall.bezelU, width: widthPx / wall.uPx })
}
