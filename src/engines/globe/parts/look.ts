import { Color } from '@cesium/engine'
import type { EngineOptions } from '../../SceneEngine.ts'

const DEFAULT_ACCENT = '#58c4dd'

/** Colours and fonts of what is drawn, from the theme. */
export const lookOf = ({ accent = DEFAULT_ACCENT, text, background, ...fonts }: EngineOptions) => ({
  accent: Color.fromCssColorString(accent),
  text: Color.fromCssColorString(text),
  halo: Color.fromCssColorString(background),
  fontFamily: fonts.fontFamily,
  figureFamily: fonts.figureFamily ?? fonts.fontFamily,
})
