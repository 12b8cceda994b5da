import type { Layout } from './layout.ts'
import type { MosaicCamera } from './MosaicCanvas.ts'
import type { Box } from './treemap.ts'

type Size = Pick<Layout, 'width' | 'height'>

export const HOME: MosaicCamera = { x: 0, y: 0, scale: 1 }
/** A cell is never larger than so many CSS pixels. */
const LARGEST_CELL = 96

/** At least the whole picture, at most a cell of 96 pixels, and nothing beyond the picture's edges. */
export const clamped = ({ x, y, scale }: MosaicCamera, layout: Layout): MosaicCamera => {
  const near = Math.min(Math.max(scale, 1), Math.max(LARGEST_CELL / layout.cell, 1))
  const within = (at: number, whole: number): number => Math.min(Math.max(at, 0), whole - whole / near)
  return { x: within(x, layout.width), y: within(y, layout.height), scale: near }
}

/** Nearer by a factor, with what lies under a point of the screen staying there. */
export const zoomedAt = (
  camera: MosaicCamera,
  factor: number,
  at: { readonly x: number; readonly y: number },
  layout: Layout,
): MosaicCamera => {
  const scale = clamped({ ...camera, scale: camera.scale * factor }, layout).scale
  return clamped(
    {
      x: camera.x + at.x / camera.scale - at.x / scale,
      y: camera.y + at.y / camera.scale - at.y / scale,
      scale,
    },
    layout,
  )
}

/** A box in the middle, filling `share` of the picture at most. */
export const lookingAt = (box: Box, layout: Layout, share = 0.9): MosaicCamera => {
  const wanted = Math.min((layout.width * share) / box.w, (layout.height * share) / box.h)
  const { scale } = clamped({ x: 0, y: 0, scale: wanted }, layout)
  return clamped(
    {
      x: box.x + box.w / 2 - layout.width / scale / 2,
      y: box.y + box.h / 2 - layout.height / scale / 2,
      scale,
    },
    layout,
  )
}

const ease = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (-2 * t + 2) ** 3 / 2)

/** Between two cameras, 0 to 1: the scale goes by equal factors, so that a flight is as quick near as far. */
export const between = (from: MosaicCamera, to: MosaicCamera, t: number, size: Size): MosaicCamera => {
  const part = ease(t)
  const scale = from.scale * (to.scale / from.scale) ** part
  const middle = (camera: MosaicCamera) => ({
    x: camera.x + size.width / camera.scale / 2,
    y: camera.y + size.height / camera.scale / 2,
  })
  const [a, b] = [middle(from), middle(to)]
  /** Nearer as the scale rises: what is flown to stays under the eye. */
  const moved =
    to.scale === from.scale ? part : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale)
  return {
    x: a.x + (b.x - a.x) * moved - size.width / scale / 2,
    y: a.y + (b.y - a.y) * moved - size.height / scale / 2,
    scale,
  }
}

/** A box of the picture on the screen, CSS pixels. */
export const onScreen = (box: Box, { x, y, scale }: MosaicCamera): Box => ({
  x: (box.x - x) * scale,
  y: (box.y - y) * scale,
  w: box.w * scale,
  h: box.h * scale,
})
