import type { EngineFactory } from '../SceneEngine.ts'
import { SteadyEngine } from '../SteadyEngine.ts'
import { MapEngine } from './MapEngine.ts'

/** The default map: MapLibre, no token, no request to anyone. */
export const createMapEngine: EngineFactory = async () => {
  const { openMapLibre } = await import('./maplibre.ts')
  return new SteadyEngine(() => new MapEngine(openMapLibre))
}

/**
 * The map for sites with a Mapbox token (`EngineOptions.mapboxToken`); its code is loaded only here. Refused
 * by its maker, it says so and draws on MapLibre.
 */
export const createMapboxEngine: EngineFactory = async () => {
  const [{ openMapbox }, { openMapLibre }] = await Promise.all([
    import('./mapbox.ts'),
    import('./maplibre.ts'),
  ])
  let ground = openMapbox
  return new SteadyEngine(() => new MapEngine(ground, () => (ground = openMapLibre)))
}
