import type { VerdictDefinition } from './verdict.ts'
import type { Looking } from './registry.ts'

/** Every `src/boards/<subject>/verdicts/<name>.ts`. */
const found = import.meta.glob<VerdictDefinition>('./*/verdicts/*.ts', { eager: true, import: 'default' })
const VERDICTS: readonly VerdictDefinition[] = Object.values(found)

/** So many questions stand across a scene. */
const MOST = 4

/** What a scene asks, in its order, of whoever looks. */
export const verdictsOf = (
  scene: string,
  { may, ofUnit }: Pick<Looking, 'may' | 'ofUnit'>,
): readonly VerdictDefinition[] =>
  VERDICTS.filter(
    ({ scenes, needs, wholeRegions }) =>
      scenes[scene] !== undefined && (needs === null || may(needs)) && !(ofUnit && wholeRegions),
  )
    .sort((a, b) => (a.scenes[scene] ?? 0) - (b.scenes[scene] ?? 0))
    .slice(0, MOST)
