import { isTopic, type TopicRule } from '../../kernel/topic.ts'
import { modulesOf } from './folder.ts'

/** The half for Node: the files are found where they lie, at start. */
export const FOUND_TOPICS: readonly TopicRule[] = (await modulesOf(/^[\w-]+\/topics\.ts$/))
  .flatMap((file) => Object.values(file))
  .filter(isTopic)
