import type { TopicRule } from '#shared/kernel/topic.ts'

const files = import.meta.glob<Record<string, TopicRule>>('../../shared/*/topics.ts', { eager: true })

/** What the socket sends, as each subject defines it. */
export const TOPICS: readonly TopicRule[] = Object.values(files).flatMap((file) => Object.values(file))
