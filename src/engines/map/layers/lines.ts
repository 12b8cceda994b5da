import type { Layer } from '@deck.gl/core'
import type { LonLat } from '#shared/kernel/units.ts'
import type { Rgba } from '#shared/scene/layers.ts'
import { RibbonLayer } from '../gpu/RibbonLayer.ts'
import { FLAT, type Stage } from './drawn.ts'

/** Solid lines of one colour that nobody picks. */
export interface Lines {
  readonly id: string
  readonly visible: boolean
  /** The same array for the same lines. */
  readonly paths: readonly (readonly LonLat[])[]
  readonly colour: Rgba
  readonly widthPx: number
  /** CSS pixels lower on the screen than where they are. */
  readonly downPx?: number
}

export const drawnLines = ({ options }: Stage, lines: Lines): Layer =>
  new RibbonLayer({ ...lines, ratio: options.devicePixelRatio, pickable: false, parameters: FLAT })
