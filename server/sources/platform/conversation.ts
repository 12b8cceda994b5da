import type { SourceStatus } from '#shared/protocol/http.ts'
import type { Backoff } from './backoff.ts'
import { retry } from '../../common/jobs.ts'
import { messageOf, type Health, type SourceLog } from '../health.ts'
import type { Source, SourceSink } from '../Source.ts'

export interface ConversationDeps {
  readonly name: string
  readonly way: SourceStatus['way']
  readonly health: Health
  readonly backoff: Backoff
  /** Raised by `stop`; `converse` must end soon after. */
  readonly abort: AbortController
  readonly log: SourceLog
  /** One conversation with the platform: ends quietly to be held again at once, throws to back off first. */
  converse(sink: SourceSink): Promise<void>
}

/** A source that holds one conversation after another until it is stopped: an outage is said, waited out, and never thrown. */
export const makeConversation = ({
  name,
  way,
  health,
  backoff,
  abort,
  log,
  converse,
}: ConversationDeps): Source => {
  let running: Promise<void> = Promise.resolve()

  const again = (error: unknown): boolean => {
    health.state('backing-off', messageOf(error))
    log.warn({ source: name, error: messageOf(error) }, `${way} way interrupted; backing off`)
    return true
  }
  const run = async (sink: SourceSink): Promise<void> => {
    while (!abort.signal.aborted)
      await retry(() => converse(sink), { wait: backoff.next, again, signal: abort.signal })
  }

  return {
    name,
    start: async (sink) => {
      health.state('starting')
      running = run(sink)
    },
    stop: async () => {
      abort.abort()
      await running
      health.state('stopped')
    },
    status: health.status,
  }
}
