import { COLLECTION_NAMES, HISTORY, isHistory, type CollectionName } from '#shared/protocol/platform.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { pause } from '../../common/jobs.ts'
import type { RestConfig } from './config.ts'
import { admitPage, recordIdOf, recordsBatch, rejectWhole } from '../door.ts'
import { makeHealth, type Health, type SourceLog } from '../health.ts'
import type { Source, SourceSink } from '../Source.ts'
import { makeBackoff, type Backoff } from './backoff.ts'
import { makeConversation } from './conversation.ts'
import { ahead, fetchPage, pages, type Asking, type Step } from './pages.ts'

/** The past is pulled for so long between two rounds of the present, and so soon again while it is not whole. */
const HISTORY_MS = 8_000
const HISTORY_PAUSE_MS = 500

/** Asked again so often before a page's bad records are taken for bad for good. */
const SECOND_LOOKS = 2
/** Rounds with an answer that was no page before the rest is summed without it. */
const SPOILT_ROUNDS = 3
const PRESENT = COLLECTION_NAMES.filter((name) => !isHistory(name))

/** One source at work. */
interface Pull extends Asking {
  readonly log: SourceLog
  readonly health: Health
  readonly backoff: Backoff
  settled: boolean
  /** Rounds in a row with an answer that was no page. */
  spoilt: number
}

/** A bad record is asked for again before it is left in quarantine: a line that garbles once loses nothing. */
const admitWithSecondLook = async (pull: Pull, sink: SourceSink, step: Step): Promise<unknown[]> => {
  const { config, clock } = pull
  const { collection, asked } = step
  let { good, rejected } = step.admission
  if (rejected.length > 0) await quarantine(pull, sink, rejected)
  for (let look = 0; look < SECOND_LOOKS && rejected.length > 0; look++) {
    const again = await admitPage(
      config.name,
      collection,
      (await fetchPage(pull, collection, asked)).items,
      clock(),
    )
    const known = new Set(good.map((item) => recordIdOf(collection, item)))
    good = [...good, ...again.good.filter((item) => !known.has(recordIdOf(collection, item)))]
    rejected = again.rejected
  }
  return good
}

const quarantine = async (
  { health, log, config }: Pull,
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

const takeStep = async (pull: Pull, sink: SourceSink, step: Step): Promise<void> => {
  const { config, health, clock } = pull
  const good = await admitWithSecondLook(pull, sink, step)
  const spoilt =
    (good.length > 0 ? await sink.accept(config.name, recordsBatch(step.collection, good)) : null) ?? []
  await sink.setCursor(config.name, step.collection, JSON.stringify(step.after))
  health.kept(good.length - spoilt.length, clock())
  health.rejected(spoilt.length)
}

/** True when all was pulled; false when it was ended before. An answer that is no page holds up its own collection alone, and is thrown at the end. */
const round = async (
  pull: Pull,
  sink: SourceSink,
  collections: readonly CollectionName[],
  until = Infinity,
): Promise<boolean> => {
  const { abort, config } = pull
  let rubbish: AppError | null = null
  for (const collection of collections) {
    try {
      for await (const step of ahead(pages(pull, sink, collection))) {
        await takeStep(pull, sink, step)
        if (abort.signal.aborted || Date.now() > until) return false
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-record') throw error
      rubbish ??= error
      await quarantine(pull, sink, [
        rejectWhole(config.name, collection, error.message, error.details?.text ?? null),
      ])
    }
  }
  if (rubbish) throw rubbish
  return true
}

const settle = async (pull: Pull, sink: SourceSink): Promise<void> => {
  const { abort, config } = pull
  if (!pull.settled && !abort.signal.aborted) await sink.settled(config.name)
  pull.settled = true
}

/** What a collection answers may be rubbish for good: the sums of all others are made then. */
const roundOrSettle = async (pull: Pull, sink: SourceSink): Promise<void> => {
  try {
    await round(pull, sink, PRESENT)
    pull.spoilt = 0
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid-record' && ++pull.spoilt >= SPOILT_ROUNDS)
      await settle(pull, sink)
    throw error
  }
  await settle(pull, sink)
}

const rounds = async (pull: Pull, sink: SourceSink): Promise<void> => {
  const { health, backoff, abort, config } = pull
  if (health.status().state !== 'live') health.state('catching-up')
  await roundOrSettle(pull, sink)
  backoff.reset()
  health.state('live')
  const whole = abort.signal.aborted || (await round(pull, sink, HISTORY, Date.now() + HISTORY_MS))
  await pause(whole ? config.pollMs : Math.min(HISTORY_PAUSE_MS, config.pollMs), abort.signal)
}

/**
 * Request way: pulls every collection in the contract's order, parents first, then polls with the watermark. The next
 * page is fetched while the last one is being made durable; the cursor moves only after that.
 */
export const makeRestSource = (config: RestConfig, clock: Clock, log: SourceLog): Source => {
  const pull: Pull = {
    config,
    clock,
    log,
    health: makeHealth(config.name, 'request', 'ledger'),
    backoff: makeBackoff(),
    abort: new AbortController(),
    smaller: new Map(),
    settled: false,
    spoilt: 0,
  }
  const { health, backoff, abort } = pull
  return makeConversation({
    name: config.name,
    way: 'request',
    health,
    backoff,
    abort,
    log,
    converse: (sink) => rounds(pull, sink),
  })
}
