import type { LabelLayer } from '#shared/scene/layers.ts'
import { toFrame, type BuildingFrame } from '../shapes/frame.ts'
import type { FloorView } from '../shapes/FloorView.ts'
import type { LabelSpec, Project } from './LabelBoard.ts'
import type { RoomModel } from '../shapes/model.ts'
import type { Palette } from '../palette.ts'
import type { Sign } from './TextAtlas.ts'

export interface LabelLook {
  readonly palette: Palette
  /** CSS pixels of a room's number; the second line is smaller. */
  readonly sizePx: number
  readonly ratio: number
}

const SECOND_LINE = 0.84
const CLEAR_PX = 4
const PRIORITY = { chosen: 3e9, focus: 2e9, floor: 1e9, room: 0 }

/** `F3` beside each floor, on its rightmost corner as the camera sees it. */
export const floorLabel = (
  floor: FloorView,
  focus: FloorView | null,
  now: () => number,
  chosen: boolean,
  look: LabelLook,
): LabelSpec => {
  const focused = floor === focus
  const { palette, ratio } = look
  const text = floor.model.spec.label
  const color = focused || chosen ? palette.accentCss : palette.text
  const border = focused || chosen ? palette.accentCss : palette.textDim
  const lines = [{ text, sizePx: Math.round(look.sizePx * ratio), weight: 600, color }]
  const leaderPx = Math.round(14 * ratio)
  return {
    pickId: floor.model.spec.id,
    signs: [{ lines, chip: { plate: palette.halo, border, leaderPx } }],
    priority: focused ? PRIORITY.focus : PRIORITY.floor - Math.abs(floor.model.spec.level),
    hang: 'right',
    place: (project) => rightmost(floor, floor.y.at(now()) + 0.1, project),
    avoid: focus && !focused ? (project) => screenOutline(focus, now(), project) : null,
    room: null,
  }
}

const screenOutline = (floor: FloorView, now: number, project: Project): (readonly [number, number])[] =>
  floor.model.outline.map(([x, y]) => project([x, floor.y.at(now), y])).filter((at) => at !== null)

const rightmost = (floor: FloorView, up: number, project: Project): readonly [number, number, number] => {
  let best: { place: readonly [number, number, number]; x: number } | null = null
  for (const [x, y] of floor.model.outline) {
    const place = [x, up, y] as const
    const at = project(place)
    if (at && (!best || at[0] > best.x)) best = { place, x: at[0] }
  }
  const [x, y] = floor.model.outline[0]!
  return best?.place ?? [x, up, y]
}

/** Number and label of a room, the number alone where that is all that fits, nothing where neither does. */
export const roomLabel = (
  room: RoomModel,
  floor: FloorView,
  now: () => number,
  chosen: boolean,
  look: LabelLook,
): LabelSpec => {
  const { palette, ratio } = look
  const first = {
    text: room.number,
    sizePx: Math.round(look.sizePx * ratio),
    weight: 600,
    color: chosen ? palette.accentCss : palette.text,
  }
  const second = {
    text: room.label,
    sizePx: Math.round(look.sizePx * SECOND_LINE * ratio),
    weight: 400,
    color: palette.text,
  }
  const signs: Sign[] = [
    ...(room.label ? [{ lines: [first, second], chip: null }] : []),
    { lines: [first], chip: null },
  ]
  const up = () => floor.y.at(now()) + 0.1
  return {
    pickId: null,
    signs,
    priority: chosen ? PRIORITY.chosen : PRIORITY.room - room.ordinal / 1e6,
    hang: 'centre',
    place: () => [room.anchor[0], up(), room.anchor[1]],
    avoid: null,
    room: chosen ? null : (project) => roomPixels(room, up(), project, ratio),
  }
}

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
