import mapboxgl from 'mapbox-gl/dist/mapbox-gl-csp.js'
import workerUrl from 'mapbox-gl/dist/mapbox-gl-csp-worker.js?url'
import type { OpenBasemap } from './basemap.ts'
import { basemapOver, EMPTY_STYLE, loaded, mapOptions, type GlJsMap } from './glJsBasemap.ts'
import './map.css'

/**
 * The other ground, for sites with a Mapbox token: it calls its maker's hosts, so an intranet takes the default.
 * Where those hosts cannot be reached the error is told and the ground still draws.
 */
export const openMapbox: OpenBasemap = async (container, options, watch) => {
  if (!options.mapboxToken) throw new Error('the Mapbox engine needs a token (MAPBOX_TOKEN)')
  mapboxgl.workerUrl = workerUrl
  mapboxgl.workerCount = 1
  mapboxgl.accessToken = options.mapboxToken
  const map = new mapboxgl.Map({
    ...mapOptions(container, options),
    style: EMPTY_STYLE,
    projection: 'mercator',
    antialias: options.smoothEdges ?? true,
    performanceMetricsCollection: false,
  })
  const drawn = map as unknown as GlJsMap
  const basemap = basemapOver(drawn)
  watch(basemap.gl)
  await loaded(drawn)
  return basemap
}
