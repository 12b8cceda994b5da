import type { SiteGround } from '#shared/ground/answers.ts'
import type { RasterLayer } from '#shared/scene/layers.ts'
import type { LateDrawing } from '../late/read.ts'

/** Asked for at all: one that rests keeps what has come of it. */
const isDrawn = ({ state }: SiteGround): boolean => state === 'ready' || state === 'away'

/** Whose ground the map shows; nothing where it is the product's. */
export const groundNoteOf = (site: SiteGround | null): string =>
  site?.state === 'ready' ? (site.attribution ?? '') : ''

/**
 * The site's own ground over the product's: what it has no picture of is never blank. The globe lays pictures below
 * all areas, so there the product's give way to them, and stand again while the site's service is away.
 */
export const withSiteGround = (own: LateDrawing, site: SiteGround | null): LateDrawing => {
  if (!site || !isDrawn(site)) return own
  const { minZoom, maxZoom, bounds, tiling, version } = site
  const raster: RasterLayer = {
    id: 'ground site',
    kind: 'raster',
    visible: true,
    pickable: false,
    url: `/api/ground/{z}/{x}/{y}?v=${version}`,
    minZoom,
    maxZoom,
    bounds,
    tiling,
  }
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
