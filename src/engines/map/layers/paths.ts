import { PathStyleExtension } from '@deck.gl/extensions'
import { PathLayer as DeckPathLayer } from '@deck.gl/layers'
import type { PathLayer, Rgba } from '#shared/scene/layers.ts'
import { FLAT, PICK_SUFFIX, type DrawnLayer, type Stage } from './drawn.ts'
import { drawnLines } from './lines.ts'

type Track = PathLayer['paths'][number]

const DASH: [number, number] = [3.2, 2]
const SOLID_LINE: [number, number] = [0, 0]
const NONE: Rgba = [0, 0, 0, 0]
const dashes = [new PathStyleExtension({ dash: true })]

/** Whether all of them are solid and of one colour. */
const arePlain = (paths: readonly Track[]): boolean =>
  paths.every(({ dashed, color }) => !dashed && color.join() === paths[0]?.color.join())

/** Tracks, solid or dashed. */
export const drawPaths = (stage: Stage): DrawnLayer<PathLayer> => {
  let version: number | null = null
  let paths: readonly Track[] = []
  /** null where pieces of the line differ. */
  let plain: readonly Track['points'][] | null = null
  return {
    update: ({ id, ...spec }) => {
      if (version !== spec.version) {
        version = spec.version
        paths = spec.paths
        plain = arePlain(paths) ? paths.map(({ points }) => points) : null
      }
      const { visible, pickable, widthPx } = spec
      if (plain && !pickable)
        return [drawnLines(stage, { id, visible, widthPx, paths: plain, colour: paths[0]?.color ?? NONE })]
      return [
        new DeckPathLayer<Track>({
          id: `${id}${PICK_SUFFIX}`,
          data: paths,
          visible,
          pickable,
          getPath: (track: Track) => track.points as never,
          getColor: (track: Track) => track.color as never,
          getWidth: widthPx,
          widthUnits: 'pixels',
          jointRounded: true,
          parameters: FLAT,
          extensions: dashes,
          getDashArray: (track: Track) => (track.dashed ? DASH : SOLID_LINE),
        } as never),
      ]
    },
    idAt: (row) => paths[row]?.id ?? null,
  }
}
