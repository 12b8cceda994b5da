import type { MoverForms, MoverLayer } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import { openDepth } from '../../projections/regions.ts'

/** By zoom in the vehicles' own scene. */
const FORMS: MoverForms = { dotsFrom: 9, arrowsFrom: 12, tailS: 40 }
/** A density tells something only where vehicles are the subject; beside other things they stand as dots. */
const BESIDE: MoverForms = { ...FORMS, dotsFrom: 0 }
/** From the depth of a county on a scene of other things shows every vehicle. */
const ALL_FROM_DEPTH = 2

/** Whether the scene is the vehicles' own: no other draws where they are kept. */
const isOwn = ({ layers }: Pick<SceneInput, 'layers'>): boolean => layers.includes('depots')

/** Which vehicles are drawn and how: over a region a scene of other things shows those in 报警 alone. */
export const vehicleLook = (
  input: Pick<SceneInput, 'layers' | 'view'>,
): Required<Pick<MoverLayer, 'alarmsOnly' | 'forms'>> =>
  isOwn(input)
    ? { alarmsOnly: false, forms: FORMS }
    : { alarmsOnly: openDepth(input) < ALL_FROM_DEPTH, forms: BESIDE }
