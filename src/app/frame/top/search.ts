import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import type { SearchAnswer, SearchHit } from '#shared/protocol/http.ts'
import { useApi } from '../../../state/stores/index.ts'

const DEBOUNCE_MS = 80
const LIMIT = 24

/** What was found of what is typed in the one box: the answer stays while the next is on its way. */
export const useSearch = (text: Ref<string>) => {
  const answer = shallowRef<SearchAnswer | null>(null)
  const failed = ref(false)
  let running: AbortController | null = null

  const ask = async (q: string): Promise<void> => {
    running?.abort()
    const mine = (running = new AbortController())
    try {
      const found = await useApi().search(q, LIMIT, mine.signal)
      if (mine.signal.aborted) return
      answer.value = found
      failed.value = false
    } catch {
      if (!mine.signal.aborted) failed.value = true
    }
  }
  let soon: ReturnType<typeof setTimeout> | undefined
  watch(
    text,
    (value) => {
      clearTimeout(soon)
      if (value.trim()) {
        soon = setTimeout(() => void ask(text.value.trim()), DEBOUNCE_MS)
        return
      }
      running?.abort()
      answer.value = null
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    clearTimeout(soon)
    running?.abort()
  })
  /** Hits of one kind together, in the order of the first of each. */
  const groups = computed(() => {
    const made = new Map<SearchHit['kind'], SearchHit[]>()
    for (const hit of answer.value?.hits ?? []) made.set(hit.kind, [...(made.get(hit.kind) ?? []), hit])
    return [...made]
  })
  return { answer, failed, groups }
}
