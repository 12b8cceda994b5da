import { computed, provide, shallowReactive, type ComputedRef, type InjectionKey } from 'vue'
import type { Standing } from '#shared/indices/verdict.ts'

/** A question's answer in words, as the sentence of a wall takes it up. */
export interface Answer {
  readonly stands: Standing
  readonly name: string
  /** `86.2%`. */
  readonly figure: string
  /** What it is held to; empty where nothing holds it. */
  readonly line: string
  /** The worst place with its figure; empty where none is worse than another. */
  readonly worst: string
}

interface Answers {
  /** null while there is none: the question keeps its turn. */
  tell(id: string, answer: Answer | null): void
  leave(id: string): void
}
export const ANSWERS: InjectionKey<Answers> = Symbol('what each question answers')

/** What the questions of the open scene answer, in their order; for who stands beside them. */
export const provideAnswers = (): ComputedRef<readonly Answer[]> => {
  const answers = shallowReactive(new Map<string, Answer | null>())
  provide(ANSWERS, {
    tell: (id, answer) => void answers.set(id, answer),
    leave: (id) => void answers.delete(id),
  })
  return computed(() => [...answers.values()].filter((one) => one !== null))
}
