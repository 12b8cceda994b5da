import type { LabelLayer, LonLatBox } from '#shared/scene/layers.ts'
import type { DrawnLabel, ScreenRect } from '../SceneEngine.ts'
import type { Placed, PlacedBox } from './placement.ts'

export type Label = LabelLayer['labels'][number]
type Point = { readonly x: number; readonly y: number }

/** Of a type size that is the wall's text, in units of its height. */
const TEXT_U = 1.6
/** CSS pixels of the unit u, by the size of the wall's text. */
export const uOfText = (sizePx: number): number => sizePx / TEXT_U

/** Discs keep their place before callouts, those before what stands out, that before all others. */
const RANK = { disc: 3e9, callout: 2e9, emphasis: 1e9 } as const
const rankOf = ({ disc, callout, emphasis }: Label): number =>
  disc ? RANK.disc : callout ? RANK.callout : emphasis ? RANK.emphasis : 0

/** A label's box before it is placed: `at` its place on the screen, its size, both CSS pixels. */
export const boxOf = (
  label: Label,
  at: Point,
  [width, height]: readonly [number, number],
  project: (lon: number, lat: number) => Point | undefined,
): PlacedBox => ({
  x: at.x,
  y: at.y,
  width,
  height,
  priority: label.priority + rankOf(label),
  ...(label.clearPx === undefined ? {} : { clearPx: label.clearPx }),
  ...(label.disc ? { isDisc: true } : {}),
  ...(label.callout ? { outside: label.callout.outside.flatMap((box) => onScreen(box, project)) } : {}),
})

/** Around the four corners of an area; nothing where one of them is not seen. */
const onScreen = (
  [west, south, east, north]: LonLatBox,
  project: (lon: number, lat: number) => Point | undefined,
): readonly ScreenRect[] => {
  const corners = [project(west, south), project(east, south), project(east, north), project(west, north)]
  const seen = corners.filter((corner): corner is Point => corner !== undefined)
  if (seen.length < corners.length) return []
  const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return [{ left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }]
}

/** A placed label, as it is told. */
export const drawnLabel = (label: Label, box: PlacedBox, placed: Placed, sizePx: number): DrawnLabel => ({
  id: label.id,
  text: label.detail ? `${label.text} ${label.detail}` : label.text,
  kind: label.disc ? 'disc' : label.callout ? 'callout' : label.quiet ? 'quiet' : 'name',
  sizePx,
  box: {
    left: box.x + placed.dx - box.width / 2,
    top: box.y + placed.dy - box.height / 2,
    width: box.width,
    height: box.height,
  },
  led: placed.leader !== undefined,
})
