import type { TilesLayer } from '#shared/scene/layers.ts'
import { tilesetName } from '#shared/scene/tileset.ts'
import { layer } from '../layer.ts'
import { NO_TILESETS, useTilesets } from './read.ts'

/** Local 3D Tiles, one layer a set. */
export default layer({
  id: 'tiles3d',
  parts: { tiles3d: { zh: '3D 模型', en: '3D model' } },
  partName: (part) => {
    const name = tilesetName(part.slice('tiles3d '.length))
    return { zh: `3D 模型 ${name}`, en: `3D model ${name}` }
  },
  level: 10,
  engines: ['globe'],
  read: { none: NO_TILESETS, use: useTilesets },
  draw: (_input, tilesets) =>
    tilesets.map((url): TilesLayer => ({
      id: `tiles3d ${url}`,
      kind: 'tiles3d',
      visible: true,
      pickable: false,
      url,
    })),
})
