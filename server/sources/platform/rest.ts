import { z } from 'zod'
import {
  COLLECTION_NAMES,
  HISTORY,
  isHistory,
  pageSchema,
  type CollectionName,
  type Page,
} from '#shared/protocol/platform.ts'
import { AHEAD_MS } from '#shared/kernel/time/age.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeBackoff } from './backoff.ts'
import { pause } from '../../common/jobs.ts'
import { textOfAnswer } from '../bounded.ts'
import type { RestConfig } from './config.ts'
import { makeConversation } from './conversation.ts'
import { admitPage, type Admission, recordIdOf, recordsBatch, rejectWhole } from '../door.ts'
import { makeHealth, type SourceLog } from '../health.ts'
import { readJson } from '../../common/json.ts'
import type { Source, SourceSink } from '../Source.ts'
import { fieldOf } from '../turnedAway.ts'

/** How far one collection is: `since` of the last whole pull; `cursor` and `watermark` of the one under way. */
const progressSchema = z.object({
  since: z.number().nullable(),
  cursor: z.string().nullable(),
  watermark: z.number().nullable(),
})
type Progress = z.infer<typeof progressSchema>
const FRESH: Progress = { since: null, cursor: null, watermark: null }

interface Step {
  readonly collection: CollectionName
  /** Of the page that was asked for. */
  readonly admission: Admission<unknown>
  readonly asked: Progress
  readonly after: Progress
}

/** Records in a page of tracks: each is a vehicle's day. */
const TRACKS_PAGE = 60
/** The past is pulled for so long between two rounds of the present, and so soon again while it is not whole. */
const HISTORY_MS = 8_000
const HISTORY_PAUSE_MS = 500

/** Asked again so often before a page's bad records are taken for bad for good. */
const SECOND_LOOKS = 2
/** Rounds with an answer that was no page before the rest is summed without it. */
const SPOILT_ROUNDS = 3
/** Characters of such an answer that are looked at any further. */
const RUBBISH = 2_000

const PRESENT = COLLECTION_NAMES.filter((name) => !isHistory(name))

class CursorRefused extends Error {}

const LOOK_BACK_MS = 3_600_000
/**
 * Where the next pull begins. A mark that lies well before the last one says that the platform's clock was set right: the
 * pull goes back with it, and what changed in the hour before is asked for once more.
 */
export const nextMark = (last: EpochMs | null, mark: EpochMs): EpochMs =>
  last !== null && mark < last - AHEAD_MS ? Math.max(0, mark - LOOK_BACK_MS) : mark

/**
 * Request way: pulls every collection in the contract's order, parents first, then polls with the watermark. The next
 * page is fetched while the last one is being made durable; the cursor moves only after that.
 */
export const makeRestSource = (config: RestConfig, clock: Clock, log: SourceLog): Source => {
  const health = makeHealth(config.name, 'request')
  const backoff = makeBackoff()
  const abort = new AbortController()

  /** Records asked for at once, by collection, where an answer of the configured number was too large. */
  const smaller = new Map<CollectionName, number>()
  const limitOf = (collection: CollectionName): number =>
    smaller.get(collection) ??
    (collection === 'vehicle-tracks' ? Math.min(TRACKS_PAGE, config.pageSize) : config.pageSize)

  const fetchPage = async (collection: CollectionName, progress: Progress): Promise<Page> => {
    const url = new URL(`/v1/${collection}`, config.url)
    url.searchParams.set('limit', String(limitOf(collection)))
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

  const loadProgress = async (sink: SourceSink, collection: CollectionName): Promise<Progress> => {
    const kept = await sink.cursor(config.name, collection)
    const read = kept === null ? null : readJson(kept)
    const parsed = progressSchema.safeParse(read && 'value' in read ? read.value : null)
    return parsed.success ? parsed.data : FRESH
  }

  /** Halves what is asked for until an answer is small enough; one record that is still too large is turned away as rubbish. */
  const fetchSmall = async (collection: CollectionName, asked: Progress): Promise<Page> => {
    for (;;) {
      try {
        return await fetchPage(collection, asked)
      } catch (error) {
        const limit = limitOf(collection)
        if (!(error instanceof AppError) || error.details?.tooLarge !== true || limit === 1) throw error
        smaller.set(collection, limit >> 1)
      }
    }
  }

  /** All pages of a collection, one after another; the next is looked through while the last one is being written. */
  async function* pages(sink: SourceSink, collection: CollectionName): AsyncGenerator<Step> {
    let progress = await loadProgress(sink, collection)
    for (let more = true; more;) {
      const asked = progress
      const page = await fetchSmall(collection, asked).catch((error: unknown) => {
        if (!(error instanceof CursorRefused)) throw error
        return fetchSmall(collection, { ...asked, cursor: null, watermark: null })
      })
      const watermark = asked.cursor === null ? page.watermark : (asked.watermark ?? page.watermark)
      progress =
        page.next === null
          ? { since: nextMark(asked.since, watermark), cursor: null, watermark: null }
          : { since: asked.since, cursor: page.next, watermark }
      more = page.next !== null
      yield {
        collection,
        admission: await admitPage(config.name, collection, page.items, clock()),
        asked,
        after: progress,
      }
    }
  }

  /** A bad record is asked for again before it is left in quarantine: a line that garbles once loses nothing. */
  const admitWithSecondLook = async (sink: SourceSink, step: Step): Promise<unknown[]> => {
    const { collection, asked } = step
    let { good, rejected } = step.admission
    if (rejected.length > 0) await quarantine(sink, rejected)
    for (let look = 0; look < SECOND_LOOKS && rejected.length > 0; look++) {
      const again = await admitPage(
        config.name,
        collection,
        (await fetchPage(collection, asked)).items,
        clock(),
      )
      const known = new Set(good.map((item) => recordIdOf(collection, item)))
      good = [...good, ...again.good.filter((item) => !known.has(recordIdOf(collection, item)))]
      rejected = again.rejected
    }
    return good
  }

  const quarantine = async (
    sink: SourceSink,
    rejected: Parameters<SourceSink['quarantine']>[0],
  ): Promise<void> => {
    await sink.quarantine(rejected)
    health.rejected(rejected.length)
    log.warn(
      {
        source: config.name,
        count: rejected.length,
        first: rejected[0]?.recordId,
        field: rejected[0]?.field,
        reason: rejected[0]?.reason,
      },
      'records quarantined',
    )
  }

  const takeStep = async (sink: SourceSink, step: Step): Promise<void> => {
    const good = await admitWithSecondLook(sink, step)
    const spoilt =
      (good.length > 0 ? await sink.accept(config.name, recordsBatch(step.collection, good)) : null) ?? []
    await sink.setCursor(config.name, step.collection, JSON.stringify(step.after))
    health.kept(good.length - spoilt.length, clock())
    health.rejected(spoilt.length)
  }

  /** True when all was pulled; false when it was ended before. An answer that is no page holds up its own collection alone, and is thrown at the end. */
  const round = async (
    sink: SourceSink,
    collections: readonly CollectionName[],
    until = Infinity,
  ): Promise<boolean> => {
    let rubbish: AppError | null = null
    for (const collection of collections) {
      try {
        for await (const step of ahead(pages(sink, collection))) {
          await takeStep(sink, step)
          if (abort.signal.aborted || Date.now() > until) return false
        }
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'invalid-record') throw error
        rubbish ??= error
        await quarantine(sink, [
          rejectWhole(config.name, collection, error.message, error.details?.text ?? null),
        ])
      }
    }
    if (rubbish) throw rubbish
    return true
  }

  let settled = false
  let spoilt = 0
  const settle = async (sink: SourceSink): Promise<void> => {
    if (!settled && !abort.signal.aborted) await sink.settled(config.name)
    settled = true
  }
  /** What a collection answers may be rubbish for good: the sums of all others are made then. */
  const roundOrSettle = async (sink: SourceSink): Promise<void> => {
    try {
      await round(sink, PRESENT)
      spoilt = 0
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid-record' && ++spoilt >= SPOILT_ROUNDS)
        await settle(sink)
      throw error
    }
    await settle(sink)
  }
  const rounds = async (sink: SourceSink): Promise<void> => {
    if (health.status().state !== 'live') health.state('catching-up')
    await roundOrSettle(sink)
    backoff.reset()
    health.state('live')
    const whole = abort.signal.aborted || (await round(sink, HISTORY, Date.now() + HISTORY_MS))
    await pause(whole ? config.pollMs : Math.min(HISTORY_PAUSE_MS, config.pollMs), abort.signal)
  }

  return makeConversation({
    name: config.name,
    way: 'request',
    health,
    backoff,
    abort,
    log,
    converse: rounds,
  })
}

/** Runs a generator one step ahead of its consumer. */
async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
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
