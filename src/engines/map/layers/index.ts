import type { LayerKind, LayerSpec } from '#shared/scene/layers.ts'
import type { DrawnLayer, Stage } from './drawn.ts'
import { drawClusters } from './clusters.ts'
import { drawExtrusions } from './extrusions.ts'
import { drawLabels } from './labels.ts'
import { drawMovers } from './movers.ts'
import { drawPaths } from './paths.ts'
import { drawPoints } from './points.ts'
import { drawPolygons } from './polygons.ts'
import { drawRaster } from '../raster/raster.ts'

const DRAW = {
  polygons: drawPolygons,
  extrusions: drawExtrusions,
  points: drawPoints,
  clusters: drawClusters,
  labels: drawLabels,
  movers: drawMovers,
  paths: drawPaths,
  raster: drawRaster,
} as const

/** Kinds of layer that the map draws, in the order of the contract. */
export const DRAWN_KINDS = Object.keys(DRAW) as LayerKind[]

/** Begins to draw a layer; null for a kind that belongs to another engine. */
export const startDrawing = (spec: LayerSpec, stage: Stage): DrawnLayer | null =>
  spec.kind in DRAW ? (DRAW[spec.kind as keyof typeof DRAW](stage) as unknown as DrawnLayer) : null
