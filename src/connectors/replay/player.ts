import type { Frame } from '#shared/protocol/frame.ts'
import { REPLAY_STEPS, replayStepMs } from '#shared/protocol/http.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

export interface ReplayWindow {
  readonly from: EpochMs
  readonly to: EpochMs
  readonly stepMs: DurationMs
}

/** `waiting` is for the next stretch, while the clock stands. */
export type ReplayState = 'waiting' | 'playing' | 'paused' | 'ended' | 'failed'

export interface ReplayDeps {
  load(window: ReplayWindow, signal: AbortSignal): Promise<readonly Frame<'vehicles'>[]>
  /** A vehicle reaches what the frame says after `glideMs` of the shown time. */
  show(frame: Frame<'vehicles'>, glideMs: DurationMs): void
  /** The screen's one clock. */
  readonly clock: { now(): EpochMs; seek(at: EpochMs, rate: number): void }
  /** Nothing is stored after it. */
  horizon(): EpochMs
  onState(state: ReplayState, error?: unknown): void
}

export interface ReplayPlayer {
  /** Goes to an instant at once; what runs goes on from there. */
  seek(at: EpochMs): void
  /** Seconds a second; 0 stands still. */
  setRate(rate: number): void
  /** Once an animation frame: hands over what is due, and reads ahead. */
  tick(): void
  stop(): void
}

/** The server's own clock may stand so far behind what a screen takes it for; a stretch that begins after it is refused. */
const HORIZON_ERROR_MS: DurationMs = 1000

/** Lets the screen's clock stand while something is missing, and go on from there. */
const makeHold = ({ clock, onState }: Pick<ReplayDeps, 'clock' | 'onState'>) => {
  let rate = 0
  let held: EpochMs | null = null
  const tell = (): void => onState(rate === 0 ? 'paused' : 'playing')
  return {
    get rate() {
      return rate
    },
    get stands() {
      return held !== null
    },
    at: (): EpochMs => held ?? clock.now(),
    stand: (at: EpochMs): void => {
      held = at
      clock.seek(at, 0)
      onState('waiting')
    },
    goOn: (): void => {
      if (held === null) return
      clock.seek(held, rate)
      held = null
      tell()
    },
    setRate: (next: number): void => {
      rate = next
    },
    /** Runs at the rate from where the clock is. */
    run: (at: EpochMs): void => {
      clock.seek(at, rate)
      tell()
    },
  }
}

/** Stretches of frames ahead of the clock, one reading at a time; `came` is told of each that did. */
const makeStretches = (deps: ReplayDeps, came: () => void, failed: (error: unknown) => void) => {
  let queue: Frame<'vehicles'>[] = []
  let until: EpochMs | null = null
  let current: AbortController | null = null
  const empty = (): void => {
    current?.abort()
    current = null
    queue = []
  }
  return {
    /** Read so far; null before the first. */
    get until() {
      return until
    },
    get reading() {
      return current !== null
    },
    empty,
    startAt: (at: EpochMs): void => {
      empty()
      until = at
    },
    /** The next frame that is due by then. */
    due: (by: EpochMs): Frame<'vehicles'> | undefined =>
      queue[0] && queue[0].serverTime <= by ? queue.shift() : undefined,
    read: async (stepMs: DurationMs): Promise<void> => {
      const from = Math.round((until ?? deps.clock.now() - stepMs) + stepMs)
      const to = from + (REPLAY_STEPS - 1) * stepMs
      const mine = (current = new AbortController())
      try {
        const frames = await deps.load({ from, to, stepMs }, mine.signal)
        if (mine.signal.aborted) return
        queue.push(...frames)
        until = frames.at(-1)?.serverTime ?? to
        came()
        current = null
      } catch (error) {
        // What failed stays in its place: nothing is read again before the next seek.
        if (!mine.signal.aborted) failed(error)
      }
    },
  }
}

/** The past as a producer: reads stretches of frames ahead of the clock, and lets the clock stand while one is missing. */
export const makeReplayPlayer = (deps: ReplayDeps): ReplayPlayer => {
  const { clock } = deps
  const hold = makeHold(deps)
  const stretches = makeStretches(deps, hold.goOn, (error) => {
    hold.stand(clock.now())
    deps.onState('failed', error)
  })
  let stepMs = replayStepMs(1)
  let jump = false

  const start = (asked: EpochMs): void => {
    const at = Math.round(asked)
    jump = true
    stretches.startAt(at - stepMs)
    hold.stand(at)
    void stretches.read(stepMs)
  }
  const showDue = (now: EpochMs): void => {
    for (let frame = stretches.due(now + stepMs); frame; frame = stretches.due(now + stepMs)) {
      deps.show(frame, jump ? 0 : Math.max(frame.serverTime - now, 0))
      jump = false
    }
  }
  const readAhead = (now: EpochMs, until: EpochMs): void => {
    if (now >= deps.horizon()) return deps.onState('ended')
    if (until + stepMs + HORIZON_ERROR_MS >= deps.horizon()) return
    if (!stretches.reading && until - now < (stepMs * REPLAY_STEPS) / 2) void stretches.read(stepMs)
    if (now > until) hold.stand(until)
  }

  return {
    seek: (at) => start(Math.min(at, deps.horizon())),
    setRate: (next) => {
      const at = hold.at()
      hold.setRate(next)
      const step = next === 0 ? stepMs : replayStepMs(next)
      if (step !== stepMs) {
        stepMs = step
        return stretches.until === null ? undefined : start(at)
      }
      if (!hold.stands) hold.run(at)
    },
    tick: () => {
      const now = clock.now()
      showDue(now)
      if (!hold.stands && hold.rate !== 0 && stretches.until !== null) readAhead(now, stretches.until)
    },
    stop: () => stretches.empty(),
  }
}
