import { defineStore } from 'pinia'
import { onScopeDispose } from 'vue'
import type { BatchItems, BatchTopic, Topic } from '#shared/protocol/events.ts'
import type { Frame, FrameTopic } from '#shared/protocol/frame.ts'
import { FRAME_TOPICS } from '#shared/protocol/allTopics.ts'

/** What a topic brings at a time: a frame of the newest rows, or the items of a batch. */
export type Heard<T extends Topic> = T extends FrameTopic
  ? Frame<T>
  : T extends BatchTopic
    ? readonly BatchItems[T][]
    : never
type Take = (heard: never) => void

/** Who gets what is listened to, for one session. */
interface TopicLine {
  ask(topic: Topic): void
  leave(topic: Topic): void
}

/**
 * What the socket sends, for whoever asks for it by the topic's name: the first who listens has the server asked, the last
 * who leaves ends it. Nothing is kept here: a `latest` topic is asked anew for each who comes, and its whole follows.
 */
export const useTopicsStore = defineStore('topics', () => {
  const ears = new Map<Topic, Set<Take>>()
  let line: TopicLine | null = null

  /** Answers how to stop. What comes while nothing is joined waits for the next session. */
  const listen = <T extends Topic>(topic: T, take: (heard: Heard<T>) => void): (() => void) => {
    const all = ears.get(topic) ?? new Set<Take>()
    const first = all.size === 0
    ears.set(topic, all.add(take))
    if (first || topic in FRAME_TOPICS) line?.ask(topic)
    return () => {
      if (!all.delete(take) || all.size > 0) return
      ears.delete(topic)
      line?.leave(topic)
    }
  }

  return {
    listen,
    tell: <T extends Topic>(topic: T, heard: Heard<T>): void => {
      for (const take of ears.get(topic) ?? []) take(heard as never)
    },
    /** Joins those who listen to a session's line; answers how to part. */
    join: (to: TopicLine): (() => void) => {
      line = to
      for (const topic of ears.keys()) to.ask(topic)
      return () => {
        if (line === to) line = null
      }
    },
  }
})

/**
 * Hears a topic for the life of the calling component.
 * @public
 */
export const useTopic = <T extends Topic>(topic: T, take: (heard: Heard<T>) => void): void =>
  onScopeDispose(useTopicsStore().listen(topic, take))
