import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contentBytesFault, tilesetFault, tilesetName, tilesetTextFault } from '#shared/scene/tileset.ts'

const ROOT = { boundingVolume: { sphere: [0, 0, 0, 10] }, geometricError: 1, refine: 'ADD' }

const whole = (root: object, over: object = {}) => ({
  asset: { version: '1.1' },
  geometricError: 2,
  root,
  ...over,
})

describe('a tileset', () => {
  it('that is whole has no fault', () => {
    expect(
      tilesetFault(
        whole({
          ...ROOT,
          transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -2e6, 5e6, 2e6, 1],
          children: [{ ...ROOT, content: { uri: 'a.glb' } }],
        }),
      ),
    ).toBeNull()
  })

  it.each([
    ['a transform of nulls', whole({ ...ROOT, transform: Array(16).fill(null) }), 'root.transform'],
    ['a transform of text', whole({ ...ROOT, transform: 'NOT_AN_ARRAY' }), 'root.transform'],
    ['a transform of 15', whole({ ...ROOT, transform: Array(15).fill(1) }), 'root.transform'],
    ['a transform of nothing', whole({ ...ROOT, transform: null }), 'root.transform'],
    ['a transform that flattens', whole({ ...ROOT, transform: Array(16).fill(0) }), 'root.transform'],
    [
      'huge numbers',
      whole({ ...ROOT, boundingVolume: { sphere: [1e300, 0, 0, 1] } }),
      'root.boundingVolume.sphere',
    ],
    ['no volume', whole({ geometricError: 1 }), 'root.boundingVolume'],
    ['a short box', whole({ ...ROOT, boundingVolume: { box: [1, 2, 3] } }), 'root.boundingVolume.box'],
    [
      'a fault deep inside',
      whole({ ...ROOT, children: [ROOT, { ...ROOT, children: [{ ...ROOT, transform: [] }] }] }),
      'root.children[1].children[0].transform',
    ],
    ['no asset', { geometricError: 2, root: ROOT }, 'asset'],
    ['a version to come', whole(ROOT, { asset: { version: '2.0' } }), 'asset.version'],
    ['no root', whole(undefined as never), 'root'],
    ['children that are none', whole({ ...ROOT, children: {} }), 'root.children'],
    ['a content without address', whole({ ...ROOT, content: { uri: 7 } }), 'root.content.uri'],
    ['a negative error', whole({ ...ROOT, geometricError: -1 }), 'root.geometricError'],
  ])('with %s is named with its path, in both languages', (_, json, path) => {
    const fault = tilesetFault(json)
    expect(fault).toContain(path)
    expect(fault).toMatch(/\p{Script=Han}.* \/ [^\p{Script=Han}]+$/u)
  })

  it('that is no JSON is named', () => {
    expect(tilesetTextFault('<html>')).toContain('不是 JSON')
    expect(tilesetTextFault(JSON.stringify(whole(ROOT)))).toBeNull()
    expect(
      tilesetTextFault(
        readFileSync(
          new URL('../../../builders/screen/tilesets/transform-of-nulls.json', import.meta.url),
          'utf8',
        ),
      ),
    ).toContain('transform 须为 16 个有限数')
  })
})

describe('a tileset', () => {
  it('has content that tells its length', () => {
    const glb = new Uint8Array(20)
    glb.set(new TextEncoder().encode('glTF'))
    new DataView(glb.buffer).setUint32(8, 20, true)
    expect(contentBytesFault(glb.buffer)).toBeNull()
    expect(contentBytesFault(glb.buffer.slice(0, 16))).toContain('应有 20 字节,只有 16')
    expect(contentBytesFault(glb.buffer.slice(0, 6))).toContain('只有 6 字节')
    expect(contentBytesFault(new ArrayBuffer(0))).toContain('为空')
  })

  it('goes by its folder', () => {
    expect(tilesetName('/tiles3d/%E9%9D%92%E7%A7%80/tileset.json')).toBe('青秀')
    expect(tilesetName('/tiles3d/tileset.json')).toBe('tileset.json')
    expect(tilesetName('/tiles3d/%ff/tileset.json')).toBe('%ff')
  })
})
