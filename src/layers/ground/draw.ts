import type { LonLat } from '#shared/kernel/units.ts'
import type { LayerSpec, PathLayer, Polygon, PolygonLayer, Rgba } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fillColumn } from '../../projections/parts/columns.ts'
import { openDepth } from '../../projections/regions.ts'
import { GROUND_HEX } from '../../theme/ground.ts'
import { TOKENS } from '../../theme/palette.ts'
import { rgba } from '../../theme/ramps.ts'
import { FRAME } from '../../theme/wall.ts'
import type { Names } from '../layer.ts'
import type { Ground } from './decode.ts'
import type { LateDrawing } from '../late/read.ts'
import { rimOf } from './rim.ts'

/** It never changes once it is there. */
const VERSION = 1
/** In units u, 1/100 of the wall's height. */
const U = { coast: 0.11, border: 0.075, shelf: 1.3, wave: 0.08, name: 2.2 } as const
/** From the compound on names of provinces say nothing any more. */
const NAMED_ABOVE = 3
/** Names of the ground give way to all others. */
const PRIORITY = -100
/** Between two lines of waves, and how far they are from straight, degrees. */
const WAVE = { everyDeg: 0.19, lengthDeg: 0.44, heightDeg: 0.018, stepDeg: 0.055 } as const

const areas = (id: string, polygons: readonly Polygon[], colour: (row: number) => Rgba): PolygonLayer => ({
  id,
  kind: 'polygons',
  visible: true,
  pickable: false,
  polygons,
  geometryVersion: VERSION,
  fill: fillColumn([...polygons.keys()], colour),
  line: [0, 0, 0, 0],
  lineWidthPx: 0,
  selected: null,
  hovered: null,
})

type Paths = PathLayer['paths']
const pathsOf = (lines: readonly (readonly LonLat[])[], hex: string): Paths =>
  lines.map((points, i) => ({ id: String(i), points, color: rgba(hex), dashed: false }))
const lines = (id: string, paths: Paths, widthPx: number): PathLayer => ({
  id,
  kind: 'paths',
  visible: true,
  pickable: false,
  version: paths.length > 0 ? VERSION : 0,
  paths,
  widthPx,
})

/** The water-line motif over the part of the frame that holds sea; land lies over it. */
const waves = ([, south, east]: Ground['frame'], coast: Ground['coast']): (readonly LonLat[])[] => {
  const points = coast.flat()
  const west = Math.min(...points.map(([lon]) => lon))
  const north = Math.max(...points.map(([, lat]) => lat))
  const rows = Math.floor((north - south) / WAVE.everyDeg)
  const columns = Math.floor((east - west) / WAVE.stepDeg)
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column): LonLat => {
      const lon = west + column * WAVE.stepDeg
      const phase = ((lon / WAVE.lengthDeg) * 2 + row) * Math.PI
      return [lon, south + row * WAVE.everyDeg + Math.sin(phase) * WAVE.heightDeg]
    }),
  )
}

/** Letters apart by half their size, as names of land and water are written. */
const spaced = (text: string): string => [...text].join('\u2002')

const namesOf = ({ names }: Ground, { lang, textPx }: SceneInput): Names =>
  names.map(({ zh, en, kind, at }) => ({
    id: `ground ${en}`,
    at,
    text: lang === 'zh' ? spaced(zh) : en,
    priority: PRIORITY,
    emphasis: false,
    quiet: {
      hex: kind === 'sea' ? GROUND_HEX.seaName : GROUND_HEX.placeName,
      scale: (U.name * uOf(textPx)) / textPx,
    },
  }))

/** CSS pixels of a unit, by the text that the wall has. */
const uOf = (textPx: number): number => textPx / FRAME.textU

/** Before the file came, and where it did not. */
export const NO_GROUND: LateDrawing = {
  isThere: false,
  draw: () => [lines('ground', [], 1)],
  names: () => [],
}

/** A ground as layers: all geometry made here once, so that engines see that nothing of it changes. */
export const drawnGround = (ground: Ground): LateDrawing => {
  const [west, south, east, north] = ground.frame
  const sea: Polygon = {
    id: 'sea',
    parts: [
      [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ],
      ],
    ],
  }
  const hexes = [GROUND_HEX.land, GROUND_HEX.neighbour]
  const land: readonly Polygon[] = [
    { id: 'land', parts: ground.land },
    { id: 'neighbours', parts: ground.neighbours },
  ]
  const rim = rimOf(ground.frame)
  const made = {
    sea: areas('ground sea', [sea], () => rgba(GROUND_HEX.sea)),
    waves: pathsOf(waves(ground.frame, ground.coast), GROUND_HEX.wave),
    shelf: pathsOf(ground.coast, GROUND_HEX.shelf),
    land: areas('ground land', land, (row) => rgba(hexes[row]!)),
    borders: pathsOf(ground.borders, GROUND_HEX.border),
    coast: pathsOf(ground.coast, GROUND_HEX.coast),
    rim: areas('ground rim', rim.polygons, (row) => rgba(TOKENS.ground, Math.round(255 * rim.shares[row]!))),
  }
  return {
    isThere: true,
    draw: ({ textPx, engine }): readonly LayerSpec[] => {
      const u = uOf(textPx)
      const flat = engine === 'map'
      return [
        made.sea,
        ...(flat
          ? [lines('ground waves', made.waves, U.wave * u), lines('ground shelf', made.shelf, U.shelf * u)]
          : []),
        made.land,
        lines('ground', made.borders, U.border * u),
        lines('ground coast', made.coast, U.coast * u),
        ...(flat ? [made.rim] : []),
      ]
    },
    names: (input) => (openDepth(input) < NAMED_ABOVE ? namesOf(ground, input) : []),
  }
}
