import { z } from 'zod'
import { COLLECTION_NAMES, HISTORY, isHistory, pageSchema, type CollectionName, type Page } from '#shared/protocol/platform.ts'
import { AppError } from '#shared/errors.ts'
import type { Clock } from '../clock.ts'
import { makeBackoff, pause } from './backoff.ts'
import type { RestConfig } from './config.ts'
import { makeConversation } from './conversation.ts'
import { admitRecords, recordIdOf, recordsBatch, rejectWhole } from './door.ts'
import { makeHealth, type SourceLog } from './health.ts'
import type { Source, SourceSink } from './Source.ts'

/** How far one collection is: `since` of the last whole pull; `cursor` and `watermark` of the one under way. */
const progressSchema = z.object({ since: z.number().nullable(), cursor: z.string().nullable(), watermark: z.number().nullable() })
type Progress = z.infer<typeof progressSchema>
const FRESH: Progress = { since: null, cursor: null, watermark: null }

interface Step {
  readonly collection: CollectionName
  readonly page: Page
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

const PRESENT = COLLECTION_NAMES.filter((name) => !isHistory(name))

class CursorRefused extends Error {}

/**
 * Request way: pulls every collection in the contract's order, parents first, then polls with the watermark. The next
 * page is fetched and checked while the last one is being made durable; the cursor moves only after that.
 */
export const makeRestSource = (config: RestConfig, clock: Clock, log: SourceLog): Source => {
  const health = makeHealth(config.name, 'request')
  const backoff = makeBackoff()
  const abort = new AbortController()

  const fetchPage = async (collection: CollectionName, progress: Progress): Promise<Page> => {
    const url = new URL(`/v1/${collection}`, config.url)
    url.searchParams.set('limit', String(collection === 'vehicle-tracks' ? Math.min(TRACKS_PAGE, config.pageSize) : config.pageSize))
    if (progress.cursor !== null) url.searchParams.set('cursor', progress.cursor)
    else if (progress.since !== null) url.searchParams.set('since', String(progress.since))
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(config.timeoutMs)])
    const response = await fetch(url, { headers: { authorization: `Bearer ${config.key}` }, signal })
    if (response.status === 400 && progress.cursor !== null) throw new CursorRefused(`${collection}: the platform no longer knows the cursor`)
    if (!response.ok) throw new AppError('unavailable', `${collection}: the platform answered ${response.status}`)
    const text = await response.text()
    return parsePage(collection, text)
  }

  const parsePage = (collection: CollectionName, text: string): Page => {
    const parsed = pageSchema.safeParse(readJson(text))
    if (!parsed.success) throw new AppError('invalid-record', `${collection}: the answer is no page: ${parsed.error.issues[0]?.message}`, { details: { collection, text } })
    return parsed.data
  }

  const loadProgress = async (sink: SourceSink, collection: CollectionName): Promise<Progress> => {
    const kept = await sink.cursor(config.name, collection)
    const parsed = progressSchema.safeParse(kept === null ? null : readJson(kept))
    return parsed.success ? parsed.data : FRESH
  }

  /** All pages of all collections, one after another. */
  async function* pages(sink: SourceSink, collections: readonly CollectionName[]): AsyncGenerator<Step> {
    for (const collection of collections) {
      let progress = await loadProgress(sink, collection)
      for (let more = true; more; ) {
        const asked = progress
        const page = await fetchPage(collection, asked).catch((error: unknown) => {
          if (!(error instanceof CursorRefused)) throw error
          return fetchPage(collection, { ...asked, cursor: null, watermark: null })
        })
        const watermark = asked.cursor === null ? page.watermark : (asked.watermark ?? page.watermark)
        progress = page.next === null ? { since: watermark, cursor: null, watermark: null } : { since: asked.since, cursor: page.next, watermark }
        more = page.next !== null
        yield { collection, page, asked, after: progress }
      }
    }
  }

  /** A bad record is asked for again before it is left in quarantine: a line that garbles once loses nothing. */
  const admitWithSecondLook = async (sink: SourceSink, step: Step): Promise<unknown[]> => {
    const { collection, asked } = step
    let { good, rejected } = admitRecords(config.name, collection, step.page.items)
    if (rejected.length > 0) await quarantine(sink, rejected)
    for (let look = 0; look < SECOND_LOOKS && rejected.length > 0; look++) {
      const again = admitRecords(config.name, collection, (await fetchPage(collection, asked)).items)
      const known = new Set(good.map((item) => recordIdOf(collection, item)))
      good = [...good, ...again.good.filter((item) => !known.has(recordIdOf(collection, item)))]
      rejected = again.rejected
    }
    return good
  }

  const quarantine = async (sink: SourceSink, rejected: Parameters<SourceSink['quarantine']>[0]): Promise<void> => {
    await sink.quarantine(rejected)
    health.rejected(rejected.length)
    log.warn({ source: config.name, count: rejected.length, first: rejected[0]?.recordId, field: rejected[0]?.field, reason: rejected[0]?.reason }, 'records quarantined')
  }

  /** Pages with what of them may pass: the next one is looked through while the last one is being made durable. */
  async function* admitted(sink: SourceSink, steps: AsyncGenerator<Step>): AsyncGenerator<{ step: Step; good: unknown[] }> {
    for await (const step of steps) yield { step, good: await admitWithSecondLook(sink, step) }
  }

  /** True when all was pulled; false when it was ended before. */
  const round = async (sink: SourceSink, collections: readonly CollectionName[], until = Infinity): Promise<boolean> => {
    for await (const { step, good } of ahead(admitted(sink, pages(sink, collections)))) {
      if (good.length > 0) await sink.accept(config.name, recordsBatch(step.collection, good))
      await sink.setCursor(config.name, step.collection, JSON.stringify(step.after))
      health.kept(good.length, clock())
      if (abort.signal.aborted || Date.now() > until) return false
    }
    return true
  }

  const keepRubbish = async (sink: SourceSink, error: unknown): Promise<void> => {
    if (!(error instanceof AppError) || error.code !== 'invalid-record') return
    await quarantine(sink, [rejectWhole(config.name, String(error.details?.collection), error.message, error.details?.text)]).catch(() => undefined)
  }

  let settled = false
  const rounds = async (sink: SourceSink): Promise<void> => {
    if (health.status().state !== 'live') health.state('catching-up')
    await round(sink, PRESENT)
    if (!settled && !abort.signal.aborted) await sink.settled(config.name)
    settled = true
    backoff.reset()
    health.state('live')
    const whole = abort.signal.aborted || (await round(sink, HISTORY, Date.now() + HISTORY_MS))
    await pause(whole ? config.pollMs : Math.min(HISTORY_PAUSE_MS, config.pollMs), abort.signal)
  }

  return makeConversation({ name: config.name, way: 'request', health, backoff, abort, log, converse: rounds, broken: keepRubbish })
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

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
