import type { SiteGround } from '#shared/ground/answers.ts'
import type { RasterLayer } from '#shared/scene/layers.ts'
import type { LateDrawing } from '../late/read.ts'

/** Asked for at all: one that rests keeps what has come of it. */
const isDrawn = ({ state }: SiteGround): boolean => state === 'ready' || state === 'away'

/** Whose ground the map shows; nothing where it is the product's. */
export const groundNoteOf = (site: SiteGround | null): string =>
  site?.state === 'ready' ? (site.attribution ?? '') : ''

const rasterOf = (id: string, path: string, site: SiteGround): RasterLayer => {
  const { minZoom, maxZoom, bounds, tiling, version } = site
  return {
    id,
    kind: 'raster',
    visible: true,
    pickable: false,
    url: `${path}/{z}/{x}/{y}?v=${version}`,
    minZoom,
    maxZoom,
    bounds,
    tiling,
  }
}

/**
 * The site's own ground over the product's: what it has no picture of is never blank. The globe lays pictures below
 * all areas, so there the product's give way to them, and stand again while the site's service is away.
 */
export const withSiteGround = (own: LateDrawing, site: SiteGround | null): LateDrawing => {
  if (!site || !isDrawn(site)) return own
  const raster = rasterOf('ground site', '/api/ground', site)
  return {
    ...own,
    isThere: true,
    draw: (input) => {
      const drawn = own.draw(input)
      if (input.engine === 'map') return [...drawn, raster]
      return input.engine === 'globe' && site.state === 'ready'
        ? [raster, ...drawn.filter(({ kind }) => kind !== 'polygons')]
        : drawn
    },
  }
}

/** The site's names over whichever ground there is, below all that is told on it. */
export const withSiteLabels = (ground: LateDrawing, site: SiteGround | null): LateDrawing => {
  if (!site || !isDrawn(site)) return ground
  const raster = rasterOf('ground site names', '/api/ground/labels', site)
  return {
    ...ground,
    isThere: true,
    draw: (input) => (input.engine === 'interior' ? ground.draw(input) : [...ground.draw(input), raster]),
  }
}
