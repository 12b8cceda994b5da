import { readFileSync } from 'node:fs'

/** Near the ground of the pictures, so that every tile is in view. */
const SPHERE = { sphere: [-1849000, 5583800, 2457800, 40_000] }
const tileset = (root: object, asset: object = { version: '1.1' }): string =>
  JSON.stringify({
    asset,
    geometricError: 1e6,
    root: { boundingVolume: SPHERE, geometricError: 1e5, refine: 'ADD', ...root },
  })
const naming = (uri: string): string => tileset({ content: { uri } })

/** One triangle as a binary glTF. */
const triangle = (): Uint8Array => {
  const json = JSON.stringify({
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    buffers: [{ byteLength: 36 }],
    bufferViews: [{ buffer: 0, byteLength: 36 }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
    ],
  })
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4))
  const bytes = new Uint8Array(12 + 8 + text.length + 8 + 36)
  const view = new DataView(bytes.buffer)
  for (const [i, word] of [0x46546c67, 2, bytes.length, text.length, 0x4e4f534a].entries())
    view.setUint32(i * 4, word, true)
  bytes.set(text, 20)
  view.setUint32(20 + text.length, 36, true)
  view.setUint32(24 + text.length, 0x004e4942, true)
  for (const [i, value] of [0, 0, 0, 1, 0, 0, 0, 1, 0].entries())
    view.setFloat32(28 + text.length + i * 4, value, true)
  return bytes
}
/** Local tilesets by their path, most of them broken in one way. */
export const TILE_FILES: Record<string, string | Uint8Array> = {
  'good/tileset.json': naming('a.glb'),
  'good/a.glb': triangle(),
  'nulls/tileset.json': readFileSync(
    new URL('../../builders/screen/tilesets/transform-of-nulls.json', import.meta.url),
    'utf8',
  ),
  'text/tileset.json': readFileSync(
    new URL('../../builders/screen/tilesets/transform-of-wrong-type.json', import.meta.url),
    'utf8',
  ),
  'html/tileset.json': '<html></html>',
  'version/tileset.json': tileset({}, { version: '3.0' }),
  'volume/tileset.json': tileset({ boundingVolume: { sphere: [null, 0, 0, 1] } }),
  'cut/tileset.json': naming('a.glb'),
  'cut/a.glb': triangle().slice(0, 60),
  'lost/tileset.json': naming('gone.b3dm'),
  'outer/tileset.json': naming('inner.json'),
  'outer/inner.json': tileset({ transform: [1, 2] }),
  'loop/tileset.json': naming('tileset.json'),
}
/** What is said of each; null: nothing. */
export const TILE_FAULTS: Record<string, string | null> = {
  good: null,
  nulls: 'root.transform 须为 16 个有限数',
  text: 'root.transform 须为 16 个有限数',
  html: '不是 JSON',
  version: 'asset.version',
  volume: 'root.boundingVolume.sphere 须为 4 个有限数',
  cut: 'glTF 不完整',
  lost: '1 个瓦片未画出,如 gone.b3dm',
  outer: 'root.transform 须为 16 个有限数',
  loop: '引用了自身',
  none: '服务器答复 404',
}
