import { errorMessage } from '#shared/kernel/errors.ts'
import { sceneManifestSchema, type SceneManifest } from '#shared/scene/manifest.ts'
import { layersOfScene } from '../../layers/registry.ts'

/** A file breaks the schema, or names a layer that there is not: the error says which and where. */
export const readScene = ([path, value]: readonly [string, unknown]): SceneManifest => {
  const parsed = sceneManifestSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
  }
  try {
    return { ...parsed.data, layers: [...layersOfScene(parsed.data)] }
  } catch (error) {
    throw new Error(`${path}: layers: ${errorMessage(error)}`)
  }
}

/** Every `scenes/<name>/scene.json`. */
const found = import.meta.glob<unknown>('../../../scenes/*/scene.json', { eager: true, import: 'default' })

export const SCENES: readonly SceneManifest[] = Object.entries(found)
  .map(readScene)
  .sort((a, b) => a.order - b.order)

export const sceneOf = (id: string): SceneManifest =>
  SCENES.find((scene) => scene.id === id) ?? (SCENES[0] as SceneManifest)
