import type { SceneManifest } from '#shared/scene/manifest.ts'
import type { LayerDefinition } from './layer.ts'

/** Every `src/layers/<name>/layer.ts`. */
const found = import.meta.glob<LayerDefinition>('./*/layer.ts', { eager: true, import: 'default' })
export const LAYERS: readonly LayerDefinition[] = Object.values(found)

/**
 * The ids of the layers that a scene draws: those that it names and those that put themselves there. Throws
 * where it names one that no folder carries.
 */
export const layersOfScene = ({ id, layers }: Pick<SceneManifest, 'id' | 'layers'>): readonly string[] => {
  const unknown = layers.filter((name) => !LAYERS.some((layer) => layer.id === name))
  if (unknown.length > 0) {
    const known = LAYERS.map((layer) => layer.id).join(', ')
    throw new Error(
      `没有名为“${unknown.join('、')}”的图层 / no layer is called ${unknown.join(', ')}; known: ${known}`,
    )
  }
  const own = LAYERS.filter(({ scenes }) => scenes === 'all' || (scenes?.includes(id) ?? false))
  return [...new Set([...layers, ...own.map((layer) => layer.id)])]
}
