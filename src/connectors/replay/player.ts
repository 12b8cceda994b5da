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

/** The past as a producer: reads stretches of frames ahead of the clock, and lets the clock stand while one is missing. */
export const makeReplayPlayer = (deps: ReplayDeps): ReplayPlayer => {
  const { clock } = deps
  let rate = 0
  let stepMs = replayStepMs(1)
  let queue: Frame<'vehicles'>[] = []
  let loadedUntil: EpochMs | null = null
  let held: EpochMs | null = null
  let current: AbortController | null = null
  let jump = false

  const goOn = (): void => {
    if (held === null) return
    clock.seek(held, rate)
    held = null
    deps.onState(rate === 0 ? 'paused' : 'playing')
  }
  const hold = (at: EpochMs): void => {
    held = at
    clock.seek(at, 0)
    deps.onState('waiting')
  }

  const read = async (): Promise<void> => {
    const from = Math.round((loadedUntil ?? clock.now() - stepMs) + stepMs)
    const to = from + (REPLAY_STEPS - 1) * stepMs
    const mine = (current = new AbortController())
    try {
      const frames = await deps.load({ from, to, stepMs }, mine.signal)
      if (mine.signal.aborted) return
      queue.push(...frames)
      loadedUntil = frames.at(-1)?.serverTime ?? to
      goOn()
    } catch (error) {
      if (mine.signal.aborted) return
      hold(clock.now())
      deps.onState('failed', error)
      current = mine
      return
    }
    current = null
  }

  const start = (asked: EpochMs): void => {
    const at = Math.round(asked)
    current?.abort()
    current = null
    queue = []
    jump = true
    loadedUntil = at - stepMs
    hold(at)
    void read()
  }

  return {
    seek: (at) => start(Math.min(at, deps.horizon())),
    setRate: (next) => {
      const at = held ?? clock.now()
      rate = next
      const step = next === 0 ? stepMs : replayStepMs(next)
      if (step !== stepMs) {
        stepMs = step
        return loadedUntil === null ? undefined : start(at)
      }
      if (held === null) {
        clock.seek(at, rate)
        deps.onState(rate === 0 ? 'paused' : 'playing')
      }
    },
    tick: () => {
      const now = clock.now()
      while (queue[0] && queue[0].serverTime <= now + stepMs) {
        const frame = queue.shift() as Frame<'vehicles'>
        deps.show(frame, jump ? 0 : Math.max(frame.serverTime - now, 0))
        jump = false
      }
      if (held !== null || rate === 0 || loadedUntil === null) return
      if (now >= deps.horizon()) return deps.onState('ended')
      const more = loadedUntil + stepMs + HORIZON_ERROR_MS < deps.horizon()
      if (more && current === null && loadedUntil - now < (stepMs * REPLAY_STEPS) / 2) void read()
      if (more && now > loadedUntil) hold(loadedUntil)
    },
    stop: () => {
      current?.abort()
      queue = []
    },
  }
}
