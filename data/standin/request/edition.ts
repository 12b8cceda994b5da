import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import PQueue from 'p-queue'
import type { RecordOf } from '#shared/protocol/platform.ts'
import type { StoredCollection } from '../collections.ts'
import { unpackBlock } from './block.ts'
import type { Block } from './block.ts'
import { readSummary } from './countyFile.ts'
import type { CountyMaker, CountySummary, Summary } from './countyFile.ts'

/** The county files of one "today". Each county is made once, kept compressed on disk, and read back a collection at a time. */
export interface Edition {
  summary(county: string, collection: StoredCollection): Promise<Summary>
  block(county: string, collection: StoredCollection): Promise<Block>
  /** How many counties are there by now. */
  made(): number
}

export interface EditionOptions {
  readonly dir: string
  readonly maker: CountyMaker
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
export const makeEdition = (options: EditionOptions): Edition => {
  const ready = new Map<string, Promise<CountySummary>>()
  const dirOf = (code: string): string => join(options.dir, code)

  /** As many at once as the maker has hands, in the order in which they were asked for. */
  const line = new PQueue({ concurrency: options.maker.hands ?? 1 })
  const makeOne = (code: string): Promise<CountySummary> =>
    line.add(async () => {
      await breathe()
      return options.maker.make(code, dirOf(code))
    })
  let there = 0
  const open = (code: string): Promise<CountySummary> => {
    const known = ready.get(code)
    if (known) return known
    const opened = readSummary(dirOf(code)).then((summary) => summary ?? makeOne(code))
    ready.set(code, opened)
    opened.then(
      () => there++,
      () => ready.delete(code),
    )
    return opened
  }
  return {
    made: () => there,
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

/** A county's records of a collection, as they were made. */
export const recordsIn = async <C extends StoredCollection>(
  edition: Edition,
  county: string,
  collection: C,
): Promise<RecordOf<C>[]> => {
  const block = await edition.block(county, collection)
  return JSON.parse(`[${block.body.toString()}]`) as RecordOf<C>[]
}
