import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { CountyBundle } from '../../province/Province.ts'
import { keyOf, recordsOf } from '../collections.ts'
import type { StoredCollection } from '../collections.ts'
import { writeBlock } from './block.ts'
import type { BlockRow } from './block.ts'

/** How many records a county has, and when the newest of them changed: enough to skip it for a `since`. */
export interface Summary {
  readonly count: number
  readonly newest: number
}
export type CountySummary = Partial<Record<StoredCollection, Summary>>

/** Which counties of which day are written, and what of them. */
export interface CountyJob {
  readonly now: EpochMs
  readonly collections: readonly StoredCollection[]
  /** No record counts as older than this: a later edition is all news to a client that pulls with `since`. */
  readonly floor: EpochMs
}
/** Makes one county's files in the folder. */
export interface CountyMaker {
  /** How many counties it makes at once; 1 when left out. */
  readonly hands?: number
  make(code: string, dir: string): Promise<CountySummary>
  stop(): void
}

export const readSummary = async (dir: string): Promise<CountySummary | null> => {
  const text = await readFile(join(dir, 'summary.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as CountySummary)
}

function* rowsOf(bundle: CountyBundle, collection: StoredCollection, floor: number): Generator<BlockRow> {
  for (const record of recordsOf(bundle, collection)) {
    const updatedAt = Math.max(record.updatedAt, floor)
    yield {
      key: keyOf(collection, record),
      updatedAt,
      json: JSON.stringify(updatedAt === record.updatedAt ? record : { ...record, updatedAt }),
    }
  }
}

/** Written beside and renamed, so that a kill leaves either the whole county or none of it. */
export const writeCounty = async (
  job: CountyJob,
  bundle: CountyBundle,
  dir: string,
): Promise<CountySummary> => {
  const draft = `${dir}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const summary: CountySummary = {}
  for (const collection of job.collections) {
    summary[collection] = await writeBlock(
      join(draft, `${collection}.zst`),
      rowsOf(bundle, collection, job.floor),
    )
  }
  await writeFile(join(draft, 'summary.json'), JSON.stringify(summary))
  await rm(dir, { recursive: true, force: true })
  await rename(draft, dir)
  return summary
}
