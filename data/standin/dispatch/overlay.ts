import type { CollectionName } from '#shared/protocol/platform.ts'
import type { Edit, Edits } from '../request/edits.ts'

/**
 * Edits with what the platform itself changes as time goes lying beside them in memory: it can be made again
 * from the plan, so it is not kept.
 */
export interface Overlay extends Edits {
  /** Not durable; an operator's edit that is newer stays. */
  put(edit: Edit): void
  /** A new edition holds all that was put. */
  clear(collection: CollectionName): void
}

export const makeOverlay = (edits: Edits): Overlay => {
  const merged = new Map<string, Map<string, Edit>>()
  const byKey = new Map<string, Edit>()
  const placeOf = (collection: CollectionName, county: string): Map<string, Edit> => {
    const name = `${collection} ${county}`
    const there = merged.get(name) ?? new Map(edits.inCounty(collection, county))
    merged.set(name, there)
    return there
  }
  return {
    add: (edit) => {
      edits.add(edit)
      placeOf(edit.collection, edit.county).set(edit.key, edit)
      byKey.delete(`${edit.collection} ${edit.key}`)
    },
    put: (edit) => {
      const durable = edits.of(edit.collection, edit.key)
      if (durable && durable.updatedAt >= edit.updatedAt) return
      placeOf(edit.collection, edit.county).set(edit.key, edit)
      byKey.set(`${edit.collection} ${edit.key}`, edit)
    },
    of: (collection, key) => byKey.get(`${collection} ${key}`) ?? edits.of(collection, key),
    inCounty: placeOf,
    clear: (collection) => {
      for (const name of merged.keys()) if (name.startsWith(`${collection} `)) merged.delete(name)
      for (const key of byKey.keys()) if (key.startsWith(`${collection} `)) byKey.delete(key)
    },
  }
}
