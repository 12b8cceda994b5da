import type { EngineFactory } from '../SceneEngine.ts'
import { SteadyEngine } from '../SteadyEngine.ts'

/** The interior of a building, drawn by three.js. Import this folder lazily: it is a chunk of its own. */
export const createInteriorEngine: EngineFactory = async () => {
  const { InteriorEngine } = await import('./InteriorEngine.ts')
  return new SteadyEngine(() => new InteriorEngine())
}
