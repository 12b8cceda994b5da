import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { CollectionName } from '#shared/protocol/platform.ts'

/** A record as an operator of the platform left it; it lies over the generated one. */
export interface Edit {
  readonly collection: CollectionName
  readonly key: string
  /** Where its generated record is served; `''` for regions. */
  readonly county: string
  readonly updatedAt: number
  readonly record: Readonly<Record<string, unknown>>
}

export interface Edits {
  /** Durable when it returns. */
  add(edit: Edit): void
  of(collection: CollectionName, key: string): Edit | undefined
  /** Keyed by record key. */
  inCounty(collection: CollectionName, county: string): ReadonlyMap<string, Edit>
}

const NONE: ReadonlyMap<string, Edit> = new Map()
/** A line that a kill cut short is the last one and was never acknowledged. */
const parseLines = (text: string): Edit[] =>
  text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Edit]
    } catch {
      return []
    }
  })

/** Keeps `edits.ndjson` in the folder. */
export const openEdits = (dir: string): Edits => {
  mkdirSync(dir, { recursive: true })
  const path = join(dir, 'edits.ndjson')
  const places = new Map<string, Map<string, Edit>>()
  const byKey = new Map<string, Edit>()
  const apply = (edit: Edit): void => {
    const place = `${edit.collection} ${edit.county}`
    const there = places.get(place) ?? new Map<string, Edit>()
    there.set(edit.key, edit)
    places.set(place, there)
    byKey.set(`${edit.collection} ${edit.key}`, edit)
  }
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  for (const edit of parseLines(text)) apply(edit)
  if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n')
  return {
    add: (edit) => {
      const file = openSync(path, 'a')
      writeSync(file, `${JSON.stringify(edit)}\n`)
      fsyncSync(file)
      closeSync(file)
      apply(edit)
    },
    of: (collection, key) => byKey.get(`${collection} ${key}`),
    inCounty: (collection, county) => places.get(`${collection} ${county}`) ?? NONE,
  }
}
