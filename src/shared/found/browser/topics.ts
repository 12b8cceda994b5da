import { isTopic, type TopicRule } from '../../kernel/topic.ts'

/** The half for browsers and for tests that run in one: the build finds the files. */
const found = import.meta.glob<Record<string, unknown>>('../../*/topics.ts', { eager: true })
export const FOUND_TOPICS: readonly TopicRule[] = Object.values(found)
  .flatMap((file) => Object.values(file))
  .filter(isTopic)
