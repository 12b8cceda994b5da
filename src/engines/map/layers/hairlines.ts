import { LineLayer } from '@deck.gl/layers'
import type { LonLat } from '#shared/kernel/units.ts'
import type { PathLayer, Rgba } from '#shared/scene/layers.ts'
import { FLAT } from './drawn.ts'

type Paths = PathLayer['paths']
interface Piece {
  readonly from: LonLat
  readonly to: LonLat
  readonly color: Rgba
}

/** Nobody sees how the pieces of a line meet that is narrower than this, CSS pixels. */
const HAIR_PX = 2

/** Whether all of them may be drawn piece by piece: where pieces lie over one another, they are of one colour. */
export const arePlain = (paths: Paths): boolean =>
  paths.every(({ dashed, color: [, , , alpha] }) => !dashed && alpha === 255)

export const isHair = ({ pickable, widthPx }: PathLayer): boolean => !pickable && widthPx < HAIR_PX

export const piecesOf = (paths: Paths): Piece[] =>
  paths.flatMap(({ points, color }) =>
    points.slice(1).map((to, i): Piece => ({ from: points[i] as LonLat, to, color })),
  )

/**
 * Thin lines as pieces without joints, for where the processor draws: a joint makes it work out three times as many
 * corners, and lines of the ground alone have tens of thousands of them.
 */
export const hairlines = ({ id, visible, widthPx }: PathLayer, pieces: Piece[]): LineLayer<Piece> =>
  new LineLayer<Piece>({
    id: `${id}/hairs`,
    data: pieces,
    visible,
    pickable: false,
    getSourcePosition: ({ from }) => from as [number, number],
    getTargetPosition: ({ to }) => to as [number, number],
    getColor: ({ color }) => color as never,
    getWidth: widthPx,
    widthUnits: 'pixels',
    parameters: FLAT,
  })
