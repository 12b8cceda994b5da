import maplibregl from 'maplibre-gl/dist/maplibre-gl-csp.js'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-csp-worker.js?url'
import type { OpenBasemap } from './basemap.ts'
import { basemapOver, EMPTY_STYLE, loaded, mapOptions } from './glJsBasemap.ts'
import './map.css'

/** The library would stretch anything above 4,096 px; walls are wider, and their text must not be stretched. */
const WIDEST_WALL_PX = 16_384

/**
 * The default ground: MapLibre GL JS with an empty style. It takes the build for a strict content security policy, whose
 * worker is a script of this server, and asks nobody for anything.
 */
export const openMapLibre: OpenBasemap = async (container, options, watch) => {
  maplibregl.setWorkerUrl(workerUrl)
  maplibregl.setWorkerCount(1)
  const map = new maplibregl.Map({
    ...mapOptions(container, options),
    style: EMPTY_STYLE,
    pixelRatio: options.devicePixelRatio,
    attributionControl: false,
    maxCanvasSize: [WIDEST_WALL_PX, WIDEST_WALL_PX],
    canvasContextAttributes: {
      antialias: options.smoothEdges ?? true,
      powerPreference: 'high-performance',
    },
  })
  const basemap = basemapOver(map)
  watch(basemap.gl)
  await loaded(map)
  return basemap
}
