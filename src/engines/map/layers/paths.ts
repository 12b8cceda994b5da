import { PathStyleExtension } from '@deck.gl/extensions'
import { PathLayer as DeckPathLayer } from '@deck.gl/layers'
import type { PathLayer } from '#shared/scene/layers.ts'
import { FLAT, PICK_SUFFIX, type DrawnLayer, type Stage } from './drawn.ts'
import { arePlain, hairlines, isHair, piecesOf } from './hairlines.ts'

type Track = PathLayer['paths'][number]

const DASH: [number, number] = [3.2, 2]
const SOLID_LINE: [number, number] = [0, 0]
const dashes = [new PathStyleExtension({ dash: true })]

/** Tracks, solid or dashed. */
export const drawPaths = ({ options }: Stage): DrawnLayer<PathLayer> => {
  let version: number | null = null
  let paths: readonly Track[] = []
  /** For the processor; none where the lines need their joints. */
  let pieces: ReturnType<typeof piecesOf> | null = null
  return {
    update: (spec) => {
      if (version !== spec.version) {
        version = spec.version
        paths = spec.paths
        pieces = options.smoothEdges === false && arePlain(paths) ? piecesOf(paths) : null
      }
      if (pieces && isHair(spec)) return [hairlines(spec, pieces)]
      return [
        new DeckPathLayer<Track>({
          id: `${spec.id}${PICK_SUFFIX}`,
          data: paths,
          visible: spec.visible,
          pickable: spec.pickable,
          getPath: (track: Track) => track.points as never,
          getColor: (track: Track) => track.color as never,
          getWidth: spec.widthPx,
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
