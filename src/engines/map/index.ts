import type { EngineFactory } from '../SceneEngine.ts'
import { MapEngine } from './MapEngine.ts'

/** The default map: MapLibre, no token, no request to anyone. */
export const createMapEngine: EngineFactory = async () => new MapEngine((await import('./maplibre.ts')).openMapLibre)

/** The map for sites with a Mapbox token (`EngineOptions.mapboxToken`); its code is loaded only here. */
export const createMapboxEngine: EngineFactory = async () => new MapEngine((await import('./mapbox.ts')).openMapbox)
