import type { LabelSpec } from '../labels/LabelBoard.ts'
import { PRIORITY, type LabelLook } from '../labels/labels.ts'
import type { Aim } from './arcs.ts'

/** Of a room's number. */
const SCALE = 1.12

/** What an arrow leads to, at its head. A click chooses the room. */
export const remedyLabel = (
  { room, text, to }: Aim,
  nth: number,
  { palette, sizePx, ratio }: LabelLook,
  where: Required<Pick<LabelSpec, 'stands' | 'stood'>> & Pick<LabelSpec, 'avoid'>,
): LabelSpec => {
  const [weight, color] = nth === 0 ? [600, palette.text] : [400, palette.textDim]
  return {
    pickId: room,
    signs: [
      {
        lines: [{ text, sizePx: Math.round(sizePx * SCALE * ratio), weight, color }],
        chip: { plate: palette.halo, border: color, leaderPx: 0 },
      },
    ],
    priority: PRIORITY.floor - nth,
    hang: 'below',
    place: () => to,
    room: null,
    ...where,
  }
}
