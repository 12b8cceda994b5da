import type { Permission } from './roles.ts'

/**
 * What the batches of each topic hold, by its name. A subject says its own beside its topics:
 * `declare module '../kernel/topic.ts' { interface BatchItems { alerts: Alert } }`.
 */
// eslint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface BatchItems {}

/** What is sent over the socket under one name. */
export interface TopicRule<N extends string = string> {
  readonly name: N
  /** `latest` are binary frames of the newest rows and may be skipped; `batch` are never. */
  readonly kind: 'latest' | 'batch'
  /** Without it the topic is not opened. */
  readonly permission: Permission
  /** Sums over a region say nothing of one unit's own rows: a unit's viewer is refused them. */
  readonly regionOnly?: true
  /** Can be watched by cells of the map. */
  readonly byCell?: true
}

/** Defines a topic, in `src/shared/<subject>/topics.ts`; screens find it there, and the subject's module gives it to the socket. */
export const topic = <const N extends string>(rule: TopicRule<N>): TopicRule<N> => rule
