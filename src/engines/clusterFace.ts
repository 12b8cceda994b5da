import type { ClusterFace, Rgba } from '#shared/scene/layers.ts'

/** Shares of a disc's radius: where its arcs begin and end, its figure. */
const SHARE = { inner: 0.64, outer: 0.92, text: 0.78 } as const
/** Radians between two arcs. */
const BETWEEN = 0.06
const DARK = '#0b1420'
const MIDDLE = '#060d18'
const TURN = Math.PI * 2

const css = ([r, g, b, a]: Rgba): string => `rgb(${r} ${g} ${b} / ${a / 255})`

/** From where to where each arc reaches, radians clockwise from the top. */
export const arcsOf = (
  face: ClusterFace,
): readonly { readonly from: number; readonly to: number; readonly color: Rgba }[] => {
  let from = 0
  const gap = face.arcs.length > 1 ? BETWEEN : 0
  return face.arcs.map(({ count, color }) => {
    const to = from + (count / Math.max(face.count, 1)) * TURN
    const arc = { from: from + gap / 2, to: Math.max(from + gap / 2, to - gap / 2), color }
    from = to
    return arc
  })
}

/** Paints a disc around a point: a dark ground, the arcs, the figure. All in the canvas's own pixels. */
export const paintCluster = (
  pen: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  radius: number,
  face: ClusterFace,
  { fontFamily, text }: { readonly fontFamily: string; readonly text: string },
): void => {
  const disc = (r: number, fill: string): void => {
    pen.beginPath()
    pen.arc(x, y, r, 0, TURN)
    pen.fillStyle = fill
    pen.fill()
  }
  disc(radius, DARK)
  pen.lineWidth = radius * (SHARE.outer - SHARE.inner)
  for (const { from, to, color } of arcsOf(face)) {
    pen.beginPath()
    pen.arc(x, y, (radius * (SHARE.outer + SHARE.inner)) / 2, from - TURN / 4, to - TURN / 4)
    pen.strokeStyle = css(color)
    pen.stroke()
  }
  disc(radius * SHARE.inner, MIDDLE)
  pen.font = `600 ${radius * SHARE.text}px "Barlow Condensed", ${fontFamily}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillStyle = text
  pen.fillText(String(face.count), x, y + radius * 0.05)
}
