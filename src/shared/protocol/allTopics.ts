import { FOUND_TOPICS } from '#found/topics.ts'
import type { FrameTopics, LatestRule, TopicRule } from '../kernel/topic.ts'

/** Throws where two topics share a name, or two layouts a code. */
const distinct = (found: readonly TopicRule[]): readonly TopicRule[] => {
  const names = new Set<string>()
  const codes = new Set<number>()
  for (const rule of found) {
    if (names.has(rule.name))
      throw new Error(`两个推送主题同名:${rule.name} / two topics are called ${rule.name}`)
    names.add(rule.name)
    if (rule.kind !== 'latest') continue
    const { code } = rule.frame
    if (!(Number.isInteger(code) && code >= 1 && code <= 255) || codes.has(code))
      throw new Error(
        `推送主题 ${rule.name} 的帧编号 ${code} 应为 1 至 255 且不重复 / the frame code ${code} of ${rule.name}: expected 1 to 255, once`,
      )
    codes.add(code)
  }
  return found
}

/** What the socket sends: all that the files `src/shared/<subject>/topics.ts` define. */
export const TOPICS: readonly TopicRule[] = distinct(FOUND_TOPICS)

/** How the frames of each `latest` topic are laid out, by its name. */
export const FRAME_TOPICS = Object.fromEntries(
  TOPICS.filter((rule): rule is LatestRule => rule.kind === 'latest').map(({ name, frame }) => [name, frame]),
) as { readonly [T in keyof FrameTopics]: FrameTopics[T]['frame'] }
