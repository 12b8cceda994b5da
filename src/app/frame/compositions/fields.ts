import type { WallFrame } from '../../../theme/wall.ts'
import { yearFigurePx, type VerdictBox } from '../verdicts/box.ts'
import type { Asked, Box, Column, Need } from './composition.ts'
import { GUTTER } from './measure.ts'
import { columnsIn, spread, type Lines } from './stack.ts'

type Field = NonNullable<Need['field']>

/** The panels of a wall: those made for a field of it, the first of each, and the others in the order in which they are wanted. */
export const fieldsOf = (
  { left, right, more }: Asked['panels'],
  hasFields: boolean,
): { readonly made: Readonly<Partial<Record<Field, Need>>>; readonly rest: Need[] } => {
  const all = [...right, ...left, ...more]
  const made: Partial<Record<Field, Need>> = {}
  for (const panel of all) if (panel.field && !panel.brief) made[panel.field] ??= panel
  const { matters } = made
  const rest = all.filter(({ field, brief }) => !field || brief)
  return hasFields ? { made, rest } : { made: {}, rest: [...(matters ? [matters] : []), ...rest] }
}

export type Fields = ReturnType<typeof fieldsOf>

/** What stands in a field at the right, and its card. */
export interface Right {
  readonly columns: readonly Column[]
  readonly card: Box | null
}

/** Takes so many panels from the front of what is left, with those between them that have but a sentence to say. */
export const take = (rest: Need[], n: number): readonly Need[] => {
  let full = 0
  const next = rest.findIndex(({ brief }) => !brief && full++ === n)
  return rest.splice(0, next < 0 ? rest.length : next)
}

/** The cells of a wall's verdicts, of sizes in u, with their twelve months. */
export const verdictCells = (
  wall: WallFrame,
  year: NonNullable<VerdictBox['year']>,
  sizes: { readonly perRow: number; readonly figure: number; readonly cell: number; readonly height: number },
): VerdictBox => ({
  perRow: sizes.perRow,
  figurePx: yearFigurePx(wall, sizes.cell * wall.uPx, sizes.figure * wall.uPx),
  cellPx: sizes.cell * wall.uPx,
  lines: 1,
  year,
  heightPx: sizes.height * wall.uPx,
})

/** One panel in the whole of a box. */
export const whole = ({ id }: Need, box: Box): Column => ({ box, panels: [{ id, box }] })

/** The list of matters over what else fits beneath it: 46.6 of 83.8 u. */
const MATTERS = 0.556

/** The field at the right: the list of what is due, two columns beneath it; with a card the list shares its width. */
export const mattersField = (
  box: Box,
  { made: { matters }, rest }: Fields,
  card: boolean,
  lines: Lines,
): Right => {
  const [left, right] = columnsIn(box, 2) as [Box, Box]
  if (card)
    return { columns: spread([...(matters ? [matters] : []), ...take(rest, 1)], [left], lines), card: right }
  if (!matters) return { columns: spread(take(rest, 4), [left, right], lines), card: null }
  const top = { ...box, h: (box.h - GUTTER) * MATTERS }
  const beneath = { ...box, y: box.y + top.h + GUTTER, h: box.h - top.h - GUTTER }
  return {
    columns: [whole(matters, top), ...spread(take(rest, 2), columnsIn(beneath, 2), lines)],
    card: null,
  }
}
