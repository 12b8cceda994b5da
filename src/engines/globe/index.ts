import type { EngineFactory } from '../SceneEngine.ts'
import { SteadyEngine } from '../SteadyEngine.ts'

/** The globe, drawn by CesiumJS. Import this folder lazily: it is a chunk of its own. */
export const createGlobeEngine: EngineFactory = async () => {
  const { GlobeEngine } = await import('./GlobeEngine.ts')
  return new SteadyEngine(() => new GlobeEngine())
}
