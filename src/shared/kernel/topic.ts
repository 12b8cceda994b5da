import type { Permission } from './roles.ts'

/**
 * What the batches of each topic hold, by its name. A subject says its own beside its topics:
 * `declare module '../kernel/topic.ts' { interface BatchItems { alerts: Alert } }`.
 */
// eslint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface BatchItems {}

/**
 * The topics of binary frames, by their names. A subject says its own beside its topics:
 * `declare module '../kernel/topic.ts' { interface FrameTopics { energy: typeof energyTopic } }`.
 */
// eslint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface FrameTopics {}

/** How the values of a column lie in a frame. */
export type ColumnType = 'u8' | 'u16' | 'u32' | 'i32' | 'f32'

/** How the frames of a `latest` topic are laid out: frame.ts reads and writes them by it. */
interface FrameLayout {
  /** Names the topic in a frame, 1 to 255, once in the whole house; it is never given to another. */
  readonly code: number
  /** By name, in wire order. */
  readonly columns: Readonly<Record<string, ColumnType>>
}

interface AnyTopic<N extends string> {
  readonly name: N
  /** Without it the topic is not opened. */
  readonly permission: Permission
  /** Sums over a region say nothing of one unit's own rows: a unit's viewer is refused them. */
  readonly regionOnly?: true
}

/** `latest` are binary frames of the newest rows and may be skipped. */
export interface LatestRule<N extends string = string> extends AnyTopic<N> {
  readonly kind: 'latest'
  /** Can be watched by cells of the map; its column `state` then says who left one. */
  readonly byCell?: true
  readonly frame: FrameLayout
}

/** `batch` are items, and none is ever skipped. */
interface BatchRule<N extends string = string> extends AnyTopic<N> {
  readonly kind: 'batch'
  readonly byCell?: never
}

/** What is sent over the socket under one name. */
export type TopicRule<N extends string = string> = LatestRule<N> | BatchRule<N>

/** Defines a topic, in `src/shared/<subject>/topics.ts`; both sides find it there, and the subject's module gives it to the socket. */
export const topic = <const R extends TopicRule>(rule: R): R => rule

export const isTopic = (value: unknown): value is TopicRule =>
  typeof value === 'object' && value !== null && 'kind' in value && 'permission' in value && 'name' in value
