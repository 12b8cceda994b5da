import { isIndex, type IndexDefinition } from '../../indices/definition.ts'

/** The half for browsers and for tests that run in one: the build finds the files. */
const found = import.meta.glob<unknown>('../../*/indices/*.ts', { eager: true, import: 'default' })
export const FOUND_INDICES: readonly IndexDefinition[] = Object.values(found).filter(isIndex)
