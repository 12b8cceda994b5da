import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CountyBundle } from '../../province/Province.ts'
import { keyOf, recordsOf } from '../collections.ts'
import type { StoredCollection } from '../collections.ts'
import { packBlock, unpackBlock } from './block.ts'
import type { Block, BlockRow } from './block.ts'

/** How many records a county has, and when the newest of them changed: enough to skip it for a `since`. */
export interface Summary {
  readonly count: number
  readonly newest: number
}
type CountySummary = Partial<Record<StoredCollection, Summary>>

/** The county files of one "today". Each county is made once, kept compressed on disk, and read back a collection at a time. */
export interface Edition {
  readonly collections: readonly StoredCollection[]
  summary(county: string, collection: StoredCollection): Promise<Summary>
  block(county: string, collection: StoredCollection): Promise<Block>
}

export interface EditionOptions {
  readonly dir: string
  readonly collections: readonly StoredCollection[]
  /** No record counts as older than this: a later edition is all news to a client that pulls with `since`. */
  readonly floor: number
  readonly makeCounty: (code: string) => CountyBundle
  readonly cache: BlockCache
}

/** Newest-used blocks, bounded by bytes. */
export interface BlockCache {
  get(path: string): Block | undefined
  put(path: string, block: Block): void
}

export const makeBlockCache = (maxBytes: number): BlockCache => {
  const held = new Map<string, Block>()
  let bytes = 0
  const shrink = (): void => {
    for (const [path, block] of held) {
      if (bytes <= maxBytes || held.size === 1) return
      held.delete(path)
      bytes -= block.body.length
    }
  }
  return {
    get: (path) => {
      const block = held.get(path)
      if (block) {
        held.delete(path)
        held.set(path, block)
      }
      return block
    },
    put: (path, block) => {
      if (held.has(path)) return
      held.set(path, block)
      bytes += block.body.length
      shrink()
    },
  }
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const readSummary = async (dir: string): Promise<CountySummary | null> => {
  const text = await readFile(join(dir, 'summary.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as CountySummary)
}

const rowsOf = (bundle: CountyBundle, collection: StoredCollection, floor: number): BlockRow[] =>
  recordsOf(bundle, collection).map((record) => {
    const updatedAt = Math.max(record.updatedAt, floor)
    return { key: keyOf(collection, record), updatedAt, json: JSON.stringify(updatedAt === record.updatedAt ? record : { ...record, updatedAt }) }
  })

/** Written beside and renamed, so that a kill leaves either the whole county or none of it. */
const writeCounty = async (options: EditionOptions, code: string, dir: string): Promise<CountySummary> => {
  const bundle = options.makeCounty(code)
  const draft = `${dir}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const summary: CountySummary = {}
  for (const collection of options.collections) {
    const rows = rowsOf(bundle, collection, options.floor)
    summary[collection] = { count: rows.length, newest: rows.reduce((newest, row) => Math.max(newest, row.updatedAt), 0) }
    await writeFile(join(draft, `${collection}.zst`), await packBlock(rows))
  }
  await writeFile(join(draft, 'summary.json'), JSON.stringify(summary))
  await rm(dir, { recursive: true, force: true })
  await rename(draft, dir)
  return summary
}

export const makeEdition = (options: EditionOptions): Edition => {
  const ready = new Map<string, Promise<CountySummary>>()
  let making: Promise<unknown> = Promise.resolve()
  const dirOf = (code: string): string => join(options.dir, code)

  const makeOne = (code: string): Promise<CountySummary> => {
    const made = making.then(breathe).then(() => writeCounty(options, code, dirOf(code)))
    making = made.catch(() => undefined)
    return made
  }
  const open = (code: string): Promise<CountySummary> => {
    const known = ready.get(code)
    if (known) return known
    const opened = readSummary(dirOf(code)).then((summary) => summary ?? makeOne(code))
    ready.set(code, opened)
    opened.catch(() => ready.delete(code))
    return opened
  }
  return {
    collections: options.collections,
    summary: async (code, collection) => (await open(code))[collection] ?? { count: 0, newest: 0 },
    block: async (code, collection) => {
      await open(code)
      const path = join(dirOf(code), `${collection}.zst`)
      const held = options.cache.get(path)
      if (held) return held
      const block = await unpackBlock(await readFile(path))
      options.cache.put(path, block)
      return block
    },
  }
}
