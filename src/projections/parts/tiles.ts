import type { LayerSpec, TilesLayer } from '#shared/scene/layers.ts'
import type { SceneInput } from '../input.ts'

/** Local 3D Tiles, where the scene asks for them; the globe alone draws them. */
export const tilesLayers = (
  input: Pick<SceneInput, 'engine' | 'layers' | 'tilesets'>,
): readonly LayerSpec[] =>
  input.engine === 'globe' && input.layers.includes('tiles3d')
    ? input.tilesets.map((url): TilesLayer => ({
        id: `tiles3d ${url}`,
        kind: 'tiles3d',
        visible: true,
        pickable: false,
        url,
      }))
    : []
