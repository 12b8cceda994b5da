import type { DrawnLabel } from '../../../../src/engines/SceneEngine.ts'

/** The texts that lie over one before them. */
export const touching = (labels: readonly DrawnLabel[]): readonly DrawnLabel[] =>
  labels.filter(({ box: a }, i) =>
    labels
      .slice(0, i)
      .some(
        ({ box: b }) =>
          a.left < b.left + b.width &&
          b.left < a.left + a.width &&
          a.top < b.top + b.height &&
          b.top < a.top + a.height,
      ),
  )
