import type { MoverForms } from '#shared/scene/layers.ts'

/** As the shaders of map and globe know them. */
export const MOVER_FORM = { density: 0, dots: 1, arrows: 2 } as const

/** No tail is longer, CSS pixels: close up it would leave the road that it came by. */
export const LONGEST_TAIL_PX = 160

/** What vehicles look like at a zoom, and how many seconds of their way stand behind them. */
export const moverForm = (
  forms: MoverForms | undefined,
  zoom: number,
): { readonly form: number; readonly tailS: number } => {
  if (!forms) return { form: MOVER_FORM.arrows, tailS: 0 }
  if (zoom >= forms.arrowsFrom) return { form: MOVER_FORM.arrows, tailS: forms.tailS }
  return { form: zoom >= forms.dotsFrom ? MOVER_FORM.dots : MOVER_FORM.density, tailS: 0 }
}
