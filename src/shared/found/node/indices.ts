import { isIndex, type IndexDefinition } from '../../indices/definition.ts'
import { defaultsOf } from './folder.ts'

/** The half for Node: the files are found where they lie, at start. */
export const FOUND_INDICES: readonly IndexDefinition[] = (
  await defaultsOf(/^[\w-]+\/indices\/[\w-]+\.ts$/)
).filter(isIndex)
