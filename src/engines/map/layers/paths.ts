import { PathStyleExtension } from '@deck.gl/extensions'
import { PathLayer as DeckPathLayer } from '@deck.gl/layers'
import type { PathLayer } from '#shared/scene/layers.ts'
import { FLAT, PICK_SUFFIX, type DrawnLayer } from './drawn.ts'

type Track = PathLayer['paths'][number]

const DASH: [number, number] = [3.2, 2]
const SOLID_LINE: [number, number] = [0, 0]
const dashes = [new PathStyleExtension({ dash: true })]

/** Tracks, solid or dashed. */
export const drawPaths = (): DrawnLayer<PathLayer> => {
  let version: number | null = null
  let paths: readonly Track[] = []
  return {
    update: (spec) => {
      if (version !== spec.version) {
        version = spec.version
        paths = spec.paths
      }
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
