import type { FloorView } from '../building/FloorView.ts'
import type { LabelSpec } from './LabelBoard.ts'
import type { LabelLook } from './labels.ts'

const PRIORITY = 1e9
const UP_M = 0.6
/** A floor's name, of a text's size. */
const NAME = 1.25

export interface PlateSaid {
  readonly note: string
  readonly isChosen: boolean
  /** Of the sheet, in the building's frame: 0 looks along +y, 90 along +x. */
  readonly bearingDeg: number
}

/** `6F` over the far left corner of a plate, and what stands out of it over the far right one. */
export const plateLabels = (
  floor: FloorView,
  now: () => number,
  { palette, sizePx, ratio }: LabelLook,
  { note, isChosen, bearingDeg }: PlateSaid,
): readonly LabelSpec[] => {
  const { spec, box } = floor.model
  const isTurned = bearingDeg === 90
  const corner = (side: 'left' | 'right') => (): readonly [number, number, number] => {
    const [east, north] = floor.offset(now())
    const isLeft = side === 'left'
    const x = isTurned ? box.maxX : isLeft ? box.minX : box.maxX
    const y = isTurned ? (isLeft ? box.maxY : box.minY) : box.maxY
    return [x + east, floor.y.at(now()) + UP_M, y + north]
  }
  const line = (text: string, size: number, weight: number, color: string) => ({
    lines: [{ text, sizePx: Math.round(sizePx * size * ratio), weight, color }],
    chip: null,
  })
  const common = { pickId: spec.id, avoid: null, room: null }
  const name: LabelSpec = {
    ...common,
    signs: [line(spec.label, NAME, 600, isChosen ? palette.accentCss : palette.text)],
    priority: PRIORITY,
    hang: 'aboveRight',
    place: corner('left'),
  }
  if (note === '') return [name]
  return [
    name,
    {
      ...common,
      signs: [line(note, 1, 400, palette.text)],
      priority: PRIORITY - 1,
      hang: 'aboveLeft',
      place: corner('right'),
    },
  ]
}
