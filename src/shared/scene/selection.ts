/**
 * The kinds of things that can be selected inside a place. Each adds its own from its own file, so that a kind that
 * nobody defines does not compile: `declare module '#shared/scene/selection.ts' { interface SelectionKinds { fence: true } }`.
 * @public
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by the definitions
export interface SelectionKinds {}
export type SelectionKind = keyof SelectionKinds & string

/** What is selected inside the place that is open. Regions to floors are places, not selections. */
export interface Selection {
  readonly kind: SelectionKind
  readonly id: string
  /** Workstation: its room. */
  readonly room?: string
}
