import { useTimeoutFn } from '@vueuse/core'
import { computed, ref, shallowRef, watch } from 'vue'
import type { SearchAnswer, SearchHit } from '#shared/protocol/http.ts'
import { useApi } from '../../../state/stores/index.ts'

const DEBOUNCE_MS = 80
const LIMIT = 24

/** What is typed in the one box, and what was found of it: the answer stays while the next is on its way. */
export const useSearch = () => {
  const text = ref('')
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
  const soon = useTimeoutFn(() => void ask(text.value.trim()), DEBOUNCE_MS, { immediate: false })
  watch(text, (value) => {
    soon.stop()
    if (value.trim()) return soon.start()
    running?.abort()
    answer.value = null
  })
  /** Hits of one kind together, in the order of the first of each. */
  const groups = computed(() => {
    const made = new Map<SearchHit['kind'], SearchHit[]>()
    for (const hit of answer.value?.hits ?? []) made.set(hit.kind, [...(made.get(hit.kind) ?? []), hit])
    return [...made]
  })
  return { text, answer, failed, groups }
}
export type Search = ReturnType<typeof useSearch>
