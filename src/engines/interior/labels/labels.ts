import type { LabelLayer } from '#shared/scene/layers.ts'
import { toFrame, type BuildingFrame } from '../shapes/frame.ts'
import type { Dimension } from '../building/dimensions.ts'
import type { FloorView } from '../building/FloorView.ts'
import type { LabelSpec, Project } from './LabelBoard.ts'
import type { RoomModel } from '../shapes/model.ts'
import type { Palette } from '../palette.ts'
import type { BarCell, FloorBar } from './floorBar.ts'
import type { Sign } from './TextAtlas.ts'

export interface LabelLook {
  readonly palette: Palette
  /** CSS pixels of a room's number; the second line is smaller. */
  readonly sizePx: number
  readonly ratio: number
}

const SECOND_LINE = 0.84
/** The square of a room's sign, a share of its number's size. */
const GLYPH = 1.45
const CLEAR_PX = 4
/** Shares of a floor's text: its bar's height, the line to its slab, the space around. */
const BAR = { high: 0.95, leader: 1.6, gap: 0.5 } as const
/** What stands out of the chosen room, beside its number. */
const CHOSEN_REMARK = 1.5
export const PRIORITY = { chosen: 3e9, focus: 2e9, floor: 1e9, remark: 1e6, room: 0 }

/** What a floor says beside its slab. */
export interface FloorSaid {
  readonly isChosen: boolean
  readonly note: string
  readonly cells: readonly BarCell[]
  /** Device pixels of a room in the bar; 0 leaves the rooms out. */
  readonly roomPx: number
  readonly side: 'left' | 'right'
}

/** `6F` beside each floor: with the bar of its rooms while all are pulled out, on a chip at its rightmost corner beside an opened one. */
export const floorLabel = (
  floor: FloorView,
  focus: FloorView | null,
  now: () => number,
  look: LabelLook,
  said: FloorSaid,
): LabelSpec => {
  const focused = floor === focus
  const { palette, ratio } = look
  const isLit = focused || said.isChosen
  const { level, label } = floor.model.spec
  const text =
    said.note === '' ? label : said.side === 'left' ? `${said.note}  ${label}` : `${label}  ${said.note}`
  const line = {
    text: focus ? label : text,
    sizePx: Math.round(look.sizePx * ratio),
    weight: 600,
    color: isLit ? palette.accentCss : palette.text,
  }
  const border = isLit ? palette.accentCss : palette.textDim
  const chip = { plate: palette.halo, border, leaderPx: Math.round(14 * ratio) }
  const isBar = !focus
  const bar: FloorBar = {
    cells: said.cells,
    roomPx: said.roomPx,
    highPx: line.sizePx * BAR.high,
    leaderPx: Math.round(line.sizePx * BAR.leader),
    gapPx: Math.round(line.sizePx * BAR.gap),
    line: palette.textDim,
    side: said.side,
  }
  const hang = isBar ? said.side : 'right'
  return {
    pickId: floor.model.spec.id,
    signs: [{ lines: [line], chip: isBar ? null : chip, ...(isBar ? { bar } : {}) }],
    priority: focused ? PRIORITY.focus : PRIORITY.floor - Math.abs(level),
    hang,
    place: (project) => outermost(floor, now(), hang, project),
    avoid: focus && !focused ? (project) => screenOutline(focus, now(), project) : null,
    room: null,
  }
}

const screenOutline = (floor: FloorView, now: number, project: Project): (readonly [number, number])[] =>
  floor.model.outline.map(([x, y]) => project([x, floor.y.at(now), y])).filter((at) => at !== null)

/** The corner of a floor that is farthest to a side of the screen. */
const outermost = (
  floor: FloorView,
  now: number,
  side: 'left' | 'right',
  project: Project,
): readonly [number, number, number] => {
  const [dx, dy] = floor.offset(now)
  const up = floor.y.at(now) + 0.1
  let best: { place: readonly [number, number, number]; x: number } | null = null
  for (const [x, y] of floor.model.outline) {
    const place = [x + dx, up, y + dy] as const
    const at = project(place)
    const far = at && (side === 'right' ? at[0] : -at[0])
    if (far !== null && (!best || far > best.x)) best = { place, x: far }
  }
  const [x, y] = floor.model.outline[0]!
  return best?.place ?? [x + dx, up, y + dy]
}

/** `+8.5 m²` on a room of a floor that is pulled out. */
export const remarkLabel = (
  room: RoomModel,
  floor: FloorView,
  now: () => number,
  look: LabelLook,
  text: string,
): LabelSpec => ({
  pickId: null,
  signs: [
    {
      lines: [{ text, sizePx: Math.round(look.sizePx * look.ratio), weight: 600, color: look.palette.text }],
      chip: null,
    },
  ],
  priority: PRIORITY.remark - room.ordinal / 1e6,
  hang: 'centre',
  place: () => {
    const [dx, dy] = floor.offset(now())
    return [room.anchor[0] + dx, floor.y.at(now()) + 0.1, room.anchor[1] + dy]
  },
  avoid: null,
  room: null,
})

interface RoomSaid {
  readonly isChosen: boolean
  /** It stands beside a chosen one. */
  readonly isAside: boolean
  /** What stands out of it; '' for nothing. */
  readonly remark: string
}

/** Number of a room with what stands out of it, or with what it is in words and a sign; the sign where words do not fit, the number where nothing else does. */
export const roomLabel = (
  room: RoomModel,
  floor: FloorView,
  now: () => number,
  look: LabelLook,
  { isChosen, isAside, remark }: RoomSaid,
): LabelSpec => {
  const { palette, ratio } = look
  const line = (text: string, scale: number, weight: number, color: string) => ({
    text,
    sizePx: Math.round(look.sizePx * scale * ratio),
    weight,
    color,
  })
  const number = line(
    room.number,
    1,
    600,
    isChosen ? palette.accentCss : isAside ? palette.textDim : palette.text,
  )
  const says = isAside ? '' : remark || room.label
  const second = line(
    says,
    remark && isChosen ? CHOSEN_REMARK : remark ? 1 : SECOND_LINE,
    remark ? 600 : 400,
    palette.text,
  )
  const glyph = room.icon &&
    !isAside &&
    !remark && {
      icon: room.icon,
      sizePx: Math.round(look.sizePx * GLYPH * ratio),
      color: palette.text,
      says: room.label,
    }
  const signs: Sign[] = [
    ...(glyph && says ? [{ glyph, lines: [number, second], chip: null }] : []),
    ...(says ? [{ lines: [number, second], chip: null }] : []),
    ...(remark && !isAside ? [{ lines: [second], chip: null }] : []),
    ...(glyph
      ? [
          { glyph, lines: [number], chip: null },
          { glyph, lines: [], chip: null },
        ]
      : []),
    { lines: [number], chip: null },
  ]
  const up = () => floor.y.at(now()) + 0.1
  return {
    pickId: null,
    signs,
    priority: isChosen
      ? PRIORITY.chosen
      : (remark && !isAside ? PRIORITY.remark : PRIORITY.room) - room.ordinal / 1e6,
    hang: 'centre',
    place: () => [room.anchor[0], up(), room.anchor[1]],
    avoid: null,
    room: isChosen ? null : (project) => roomPixels(room, up(), project, ratio),
  }
}

/** `5.15 m` in the middle of a measured side; nothing where no room is measured. */
export const dimensionLabel = (
  dimension: () => Dimension | null,
  up: () => number,
  look: LabelLook,
  lengthM: number,
): LabelSpec => ({
  pickId: null,
  signs: [
    {
      lines: [
        {
          text: `${lengthM.toFixed(2)} m`,
          sizePx: Math.round(look.sizePx * look.ratio),
          weight: 600,
          color: look.palette.text,
        },
      ],
      chip: { plate: look.palette.halo, border: look.palette.halo, leaderPx: 0 },
    },
  ],
  priority: PRIORITY.focus,
  hang: 'centre',
  place: () => {
    const { from, to } = dimension() ?? { from: [0, 0], to: [0, 0] }
    return [(from[0] + to[0]) / 2, up(), (from[1] + to[1]) / 2]
  },
  avoid: null,
  room: null,
})

/** What a chosen room takes on the screen: what is said of others stays out of it. */
export const outlineOf =
  (room: RoomModel, floor: FloorView): LabelSpec['avoid'] =>
  (project) =>
    room.ring.map(([x, y]) => project([x, floor.model.spec.elevationM, y])).filter((at) => at !== null)

/** How wide and high the room is on the screen through its anchor. */
const roomPixels = (
  room: RoomModel,
  up: number,
  project: Project,
  ratio: number,
): readonly [number, number] => {
  const at = room.ring.map(([x, y]) => project([x, up, y])).filter((point) => point !== null)
  if (at.length < 3) return [0, 0]
  const [xs, ys] = [at.map((point) => point[0]), at.map((point) => point[1])]
  const slack = CLEAR_PX * ratio
  return [Math.max(...xs) - Math.min(...xs) - slack, Math.max(...ys) - Math.min(...ys) - slack]
}

/** Free labels in degrees, brought into the building's frame. */
export const placeLabels = (layer: LabelLayer, frame: BuildingFrame, look: LabelLook): LabelSpec[] =>
  layer.labels.map((label) => {
    const [east, north] = toFrame(frame, label.at)
    const { palette, ratio } = look
    const sizePx = Math.round(layer.sizePx * ratio)
    const first = {
      text: label.text,
      sizePx,
      weight: 600,
      color: label.emphasis ? palette.accentCss : palette.text,
    }
    const detail = label.detail
      ? [{ text: label.detail, sizePx: Math.round(sizePx * SECOND_LINE), weight: 400, color: palette.text }]
      : []
    return {
      pickId: layer.pickable ? label.id : null,
      signs: [{ lines: [first, ...detail], chip: null }],
      priority: PRIORITY.floor + label.priority,
      hang: 'centre' as const,
      place: () => [east, label.height ?? 0, north] as const,
      avoid: null,
      room: null,
    }
  })
