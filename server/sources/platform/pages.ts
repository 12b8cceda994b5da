import { HOUR_MS } from '#shared/kernel/time/time.ts'
import { z } from 'zod'
import { pageSchema, type CollectionName, type Page } from '#shared/protocol/platform.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { AHEAD_MS } from '#shared/kernel/time/age.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { readJson } from '../../common/json.ts'
import { textOfAnswer } from '../bounded.ts'
import type { RestConfig } from './config.ts'
import { admitPage, type Admission } from '../door.ts'
import type { SourceSink } from '../Source.ts'
import { fieldOf } from '../turnedAway.ts'

/** How far one collection is: `since` of the last whole pull; `cursor` and `watermark` of the one under way. */
const progressSchema = z.object({
  since: z.number().nullable(),
  cursor: z.string().nullable(),
  watermark: z.number().nullable(),
})
export type Progress = z.infer<typeof progressSchema>
const FRESH: Progress = { since: null, cursor: null, watermark: null }

/** One page, and how far its collection is behind it. */
export interface Step {
  readonly collection: CollectionName
  /** Of the page that was asked for. */
  readonly admission: Admission<unknown>
  readonly asked: Progress
  readonly after: Progress
}

/** Records in a page of tracks: each is a vehicle's day. */
const TRACKS_PAGE = 60
/** Characters of such an answer that are looked at any further. */
const RUBBISH = 2_000

class CursorRefused extends Error {}

const LOOK_BACK_MS = HOUR_MS
/**
 * Where the next pull begins. A mark that lies well before the last one says that the platform's clock was set right: the
 * pull goes back with it, and what changed in the hour before is asked for once more.
 */
export const nextMark = (last: EpochMs | null, mark: EpochMs): EpochMs =>
  last !== null && mark < last - AHEAD_MS ? Math.max(0, mark - LOOK_BACK_MS) : mark

/** What asking takes. */
export interface Asking {
  readonly config: RestConfig
  readonly clock: Clock
  readonly abort: AbortController
  /** Records asked for at once, by collection, where an answer of the configured number was too large. */
  readonly smaller: Map<CollectionName, number>
}

const limitOf = ({ smaller, config }: Asking, collection: CollectionName): number =>
  smaller.get(collection) ??
  (collection === 'vehicle-tracks' ? Math.min(TRACKS_PAGE, config.pageSize) : config.pageSize)

/** One page as the platform answers it. */
export const fetchPage = async (
  asking: Asking,
  collection: CollectionName,
  progress: Progress,
): Promise<Page> => {
  const { config, abort } = asking
  const url = new URL(`/v1/${collection}`, config.url)
  url.searchParams.set('limit', String(limitOf(asking, collection)))
  if (progress.cursor !== null) url.searchParams.set('cursor', progress.cursor)
  else if (progress.since !== null) url.searchParams.set('since', String(progress.since))
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(config.timeoutMs)])
  const response = await fetch(url, { headers: { authorization: `Bearer ${config.key}` }, signal })
  if (!response.ok) await response.body?.cancel()
  if (response.status === 400 && progress.cursor !== null)
    throw new CursorRefused(`${collection}: the platform no longer knows the cursor`)
  if (!response.ok)
    throw new AppError('unavailable', `${collection}: the platform answered ${response.status}`)
  return parsePage(collection, await textOfAnswer(response, config.maxBytes, collection))
}

const parsePage = (collection: CollectionName, text: string): Page => {
  const read = readJson(text)
  if ('reason' in read)
    throw new AppError('invalid-record', `${collection}: the answer is no page: ${read.reason}`, {
      details: { text: text.slice(0, RUBBISH) },
    })
  const parsed = pageSchema.safeParse(read.value)
  if (!parsed.success)
    throw new AppError(
      'invalid-record',
      `${collection}: the answer is no page: ${fieldOf(parsed.error.issues[0]?.path ?? []) ?? 'answer'}: ${parsed.error.issues[0]?.message}`,
      { details: { text: text.slice(0, RUBBISH) } },
    )
  return parsed.data
}

const loadProgress = async (
  { config }: Asking,
  sink: SourceSink,
  collection: CollectionName,
): Promise<Progress> => {
  const kept = await sink.cursor(config.name, collection)
  const read = kept === null ? null : readJson(kept)
  const parsed = progressSchema.safeParse(read && 'value' in read ? read.value : null)
  return parsed.success ? parsed.data : FRESH
}

/** Halves what is asked for until an answer is small enough; one record that is still too large is turned away as rubbish. */
const fetchSmall = async (asking: Asking, collection: CollectionName, asked: Progress): Promise<Page> => {
  const { smaller } = asking
  for (;;) {
    try {
      return await fetchPage(asking, collection, asked)
    } catch (error) {
      const limit = limitOf(asking, collection)
      if (!(error instanceof AppError) || error.details?.tooLarge !== true || limit === 1) throw error
      smaller.set(collection, limit >> 1)
    }
  }
}

/** All pages of a collection, one after another; the next is looked through while the last one is being written. */
export async function* pages(
  asking: Asking,
  sink: SourceSink,
  collection: CollectionName,
): AsyncGenerator<Step> {
  let progress = await loadProgress(asking, sink, collection)
  for (let more = true; more;) {
    const asked = progress
    const page = await fetchSmall(asking, collection, asked).catch((error: unknown) => {
      if (!(error instanceof CursorRefused)) throw error
      return fetchSmall(asking, collection, { ...asked, cursor: null, watermark: null })
    })
    const watermark = asked.cursor === null ? page.watermark : (asked.watermark ?? page.watermark)
    progress =
      page.next === null
        ? { since: nextMark(asked.since, watermark), cursor: null, watermark: null }
        : { since: asked.since, cursor: page.next, watermark }
    more = page.next !== null
    yield {
      collection,
      admission: await admitPage(asking.config.name, collection, page.items, asking.clock()),
      asked,
      after: progress,
    }
  }
}

/** Runs a generator one step ahead of its consumer. */
export async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next()
  next.catch(() => undefined)
  try {
    for (;;) {
      const current = await next
      if (current.done) return
      next = items.next()
      next.catch(() => undefined)
      yield current.value
    }
  } finally {
    await items.return(undefined).catch(() => undefined)
  }
}
