import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { DaySpan } from '#shared/supervision/calendar/calendarYears.ts'

/** Whether a panel says little of a place, or nothing. */
export type Brief = NonNullable<FrameProps['brief']>

/** What a frame is told of what it holds. */
export interface FrameProps {
  readonly title: string
  readonly state?: 'ready' | 'loading' | 'empty' | 'stale' | 'refused' | 'error'
  /** When what it shows was true, epoch ms; null before the first answer, left out where it has no age. */
  readonly at?: number | null
  /** Beyond this age it is late, ms; a day where it is left out. */
  readonly lateMs?: number
  /** Said in the place of what there is not. */
  readonly message?: string | undefined
  /** Whether it has no more than a figure or a sentence to say of this place: its neighbours take the room. With `nothing` to say it goes. */
  readonly brief?: boolean | 'nothing'
  /** The days that its figures told into workdays and days off. */
  readonly workdays?: DaySpan | null
}

/** The beat of ages, server time: only what shows an age follows it, not the panel around it. */
export const AGE_BEAT: InjectionKey<Readonly<Ref<number>>> = Symbol('when ages are told')

/** The question that the panel answers: its heading, where it has one. null within a sheet of its own title. */
export const PANEL_QUESTION: InjectionKey<ComputedRef<string | null>> = Symbol('what a panel answers')

/** A figure tells its frame how it answers "why", and gets back how to take that away: the frame's foot asks the first. */
export const PANEL_WHY: InjectionKey<(why: () => void) => () => void> = Symbol('how a panel answers why')

/** What the figures of a panel are counted over: one for all of them is said once, at the frame's foot. */
export interface PanelBase {
  /** A figure's own n, empty where it has none; gets back how to take that away. */
  add(n: () => string): () => void
  /** Whether the foot says it. */
  readonly inFoot: ComputedRef<boolean>
}
export const PANEL_N: InjectionKey<PanelBase> = Symbol('what the figures of a panel are counted over')

/** A frame tells whether it has no more than a sentence to say: where panels stand beside each other, others grow. */
export const PANEL_BRIEF: InjectionKey<(brief: Brief) => void> = Symbol('whether a panel says little')
