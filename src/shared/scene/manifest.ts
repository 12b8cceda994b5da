import { z } from 'zod'
import { INDEX_IDS } from '../indices/indices.ts'
import { cameraPoseSchema } from './camera.ts'

/** `scenes/<name>/scene.json`: a scene is a file, adding one takes no code. */
export const sceneManifestSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.object({ zh: z.string(), en: z.string() }),
  /** Position in the scene menu. */
  order: z.number().int(),
  index: z.enum(INDEX_IDS),
  engine: z.enum(['map', 'globe', 'interior']).default('map'),
  /** null keeps the camera on the whole province. */
  camera: cameraPoseSchema.nullable(),
  /** Ids of layers, as `src/layers/<name>` carries them. */
  layers: z.array(z.string()),
  panels: z.object({
    left: z.array(z.string()),
    right: z.array(z.string()),
    more: z.array(z.string()).default([]),
  }),
  /** Seconds a carousel stays; null leaves it out. */
  carouselS: z.number().positive().nullable().default(null),
})
export type SceneManifest = z.infer<typeof sceneManifestSchema>
