import { metresPerPixel } from '#shared/scene/ground.ts'
import type { CameraPose } from '#shared/scene/camera.ts'
import type { Metres } from '#shared/kernel/units.ts'

/** Lengths that a scale names. */
const STEPS = [5, 2, 1] as const

export interface Scale {
  readonly metres: Metres
  /** How long its bar is, CSS pixels. */
  readonly px: number
  /** As it is printed, in both languages alike. */
  readonly text: string
}

/** The longest round distance whose bar is no longer than `mostPx`, where the camera looks; null where it looks at no ground. */
export const scaleOf = ({ zoom, lat }: Pick<CameraPose, 'zoom' | 'lat'>, mostPx: number): Scale | null => {
  const perPixel = metresPerPixel(zoom, lat)
  const most = perPixel * mostPx
  if (!(most > 0) || !Number.isFinite(most)) return null
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = power * (STEPS.find((step) => step * power <= most) ?? 1)
  return { metres, px: metres / perPixel, text: metres >= 1000 ? `${metres / 1000} km` : `${metres} m` }
}
