/** The site's own ground in the picture: over the product's on the map and the globe, and never instead of it. */
import { describe, expect, it } from 'vitest'
import { drawnGround, NO_GROUND } from '../../../src/layers/ground/draw.ts'
import { groundNoteOf, withSiteGround, withSiteLabels } from '../../../src/layers/ground/site.ts'
import type { LateDrawing } from '../../../src/layers/late/read.ts'
import type { SceneInput } from '../../../src/projections/input.ts'
import type { SiteGround } from '../../../src/shared/ground/answers.ts'

const SITE: SiteGround = {
  kind: 'wmts',
  state: 'ready',
  sentence: null,
  minZoom: 1,
  maxZoom: 18,
  bounds: null,
  tiling: 'degrees',
  attribution: '天地图·广西',
  approval: null,
  version: 'abc',
}
const input = (engine: 'map' | 'globe'): SceneInput => ({ engine, lang: 'zh', textPx: 15 }) as SceneInput
const ids = (drawing: LateDrawing, engine: 'map' | 'globe' = 'map'): string[] =>
  drawing.draw(input(engine)).map(({ id }) => id)

describe('the site’s own ground', () => {
  it('lies over the product’s, which stays for what it has no picture of', () => {
    const drawing = withSiteGround(NO_GROUND, SITE)
    expect(ids(drawing)).toEqual(['ground', 'ground site'])
    expect(drawing.draw(input('map')).at(-1)).toMatchObject({
      kind: 'raster',
      url: '/api/ground/{z}/{x}/{y}?v=abc',
      tiling: 'degrees',
      maxZoom: 18,
    })
  })

  it('lies below all areas on the globe: the product’s give way to it, and stand while it is away', () => {
    const own = drawnGround({
      frame: [104, 20, 113, 27],
      names: [],
      land: [],
      neighbours: [],
      borders: [],
      coast: [[[108, 21]]],
    })
    expect(ids(withSiteGround(own, SITE), 'globe')).toEqual(['ground site', 'ground', 'ground coast'])
    expect(ids(withSiteGround(own, { ...SITE, state: 'away' }), 'globe')).toEqual(ids(own, 'globe'))
  })

  it('has its names over it, from an address of their own, and over the product’s where it is not there', () => {
    const names = withSiteLabels(withSiteGround(NO_GROUND, SITE), { ...SITE, version: 'n' })
    for (const engine of ['map', 'globe'] as const)
      expect(names.draw(input(engine)).at(-1)).toMatchObject({
        id: 'ground site names',
        url: '/api/ground/labels/{z}/{x}/{y}?v=n',
      })
    expect(ids(withSiteLabels(NO_GROUND, SITE))).toEqual(['ground', 'ground site names'])
    expect(withSiteLabels(NO_GROUND, { ...SITE, state: 'refused' })).toBe(NO_GROUND)
  })

  it('keeps what came of it while its service is away, and is not there where it is refused or none is set', () => {
    expect(ids(withSiteGround(NO_GROUND, { ...SITE, state: 'away' }))).toContain('ground site')
    for (const site of [null, { ...SITE, state: 'refused' as const }, { ...SITE, state: 'none' as const }])
      expect(withSiteGround(NO_GROUND, site)).toBe(NO_GROUND)
  })

  it('is named by whose it is while it is drawn, and no longer', () => {
    expect([SITE, { ...SITE, state: 'away' as const }, null].map(groundNoteOf)).toEqual([
      '天地图·广西',
      '',
      '',
    ])
  })
})
