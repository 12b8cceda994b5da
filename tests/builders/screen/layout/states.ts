import type { Size } from '../wall.ts'

/** The sizes that the dashboard is made for: desks, walls, a tablet held upright, a phone; CSS pixels. */
export const SIZES: readonly Size[] = [
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
  [5760, 1080],
  [6656, 1792],
  [7680, 2160],
  [820, 1180],
  [390, 844],
]
export const SCENES = ['overview', 'housing', 'vehicles', 'energy', 'supervision'] as const
export const LANGS = ['zh', 'en'] as const
export const LEVELS = ['region', 'city', 'county', 'compound', 'building', 'floor', 'room'] as const

export type Scene = (typeof SCENES)[number]
export type Lang = (typeof LANGS)[number]
export type Level = (typeof LEVELS)[number]

/** One screen of the matrix: who looks at what, how large, in which language. */
export interface State {
  readonly size: Size
  readonly lang: Lang
  readonly scene: Scene
  readonly level: Level
}

/** A name for a file or a test: `1920x1080-zh-overview-region`. */
export const nameOf = ({ size, lang, scene, level }: State): string =>
  `${size.join('x')}-${lang}-${scene}-${level}`

/** Every size, language, scene and level with every other. */
export const allStates = (): State[] =>
  SIZES.flatMap((size) =>
    LANGS.flatMap((lang) =>
      SCENES.flatMap((scene) => LEVELS.map((level): State => ({ size, lang, scene, level }))),
    ),
  )

const pairsOf = ({ size, lang, scene, level }: State): string[] => {
  const values = [`s${size.join()}`, lang, scene, level]
  return values.flatMap((a, i) => values.slice(i + 1).map((b) => `${a}+${b}`))
}

/**
 * So many states of a list that as many pairs of values as can be stand together in one: each next one is the first that
 * brings most pairs not seen yet. The same list gives the same choice.
 */
export const pairwise = (states: readonly State[], many: number): State[] => {
  const seen = new Set<string>()
  const fresh = (state: State): number => pairsOf(state).filter((pair) => !seen.has(pair)).length
  return Array.from({ length: Math.min(many, states.length) }, () => {
    const next = states.reduce((best, state) => (fresh(state) > fresh(best) ? state : best))
    for (const pair of pairsOf(next)) seen.add(pair)
    return next
  })
}
