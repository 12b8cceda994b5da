import { describe, expect, it } from 'vitest'
import { readScene, SCENES, sceneOf } from '../../../../src/app/shell/scenes.ts'

const FILE = '/scenes/mine/scene.json'
const SCENE = {
  id: 'mine',
  title: { zh: '我的', en: 'Mine' },
  order: 9,
  index: 'over',
  camera: null,
  layers: ['regions'],
  panels: { left: [], right: [] },
}
const faultOf = (value: unknown): string => {
  try {
    readScene([FILE, value])
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('a scene’s file', () => {
  it('is a scene with the layers that it names and those that are in every one', () => {
    const { id, engine, carouselS, layers } = readScene([FILE, SCENE])
    expect([id, engine, carouselS]).toEqual(['mine', 'map', null])
    expect(layers).toContain('regions')
  })

  it('that breaks the schema is told by file and field', () => {
    expect(faultOf({ ...SCENE, panels: { left: 'housing-overview', right: [] } })).toMatch(
      /^\/scenes\/mine\/scene\.json: panels\.left .+/,
    )
    expect(faultOf('[]')).toContain(FILE)
  })

  it('that names a layer that there is not is told by file and name, with those that there are', () => {
    expect(faultOf({ ...SCENE, layers: ['regions', 'clouds'] })).toMatch(
      /^\/scenes\/mine\/scene\.json: layers: 没有名为“clouds”的图层 \/ no layer is called clouds; known: .*regions/,
    )
  })
})

describe('the scenes of the house', () => {
  it('stand in their order, and an id that there is not is the first one', () => {
    expect(SCENES.map(({ order }) => order)).toEqual(
      SCENES.map(({ order }) => order).toSorted((a, b) => a - b),
    )
    expect(sceneOf(SCENES[1]!.id)).toBe(SCENES[1])
    expect(sceneOf('no-such')).toBe(SCENES[0])
  })
})
