import { computed, nextTick, ref, watch, type Ref } from 'vue'

/** The rows of a table of which only some are elements. */
interface Rows {
  readonly body: Readonly<Ref<HTMLElement | null>>
  readonly count: () => number
  /** The rows that are elements now, by their place in the order. */
  readonly inView: () => readonly number[]
  /** Where the row of a key is; −1 where it is none. */
  readonly indexOf: (key: string | null) => number
  readonly scrollTo: (index: number) => void
  readonly selected: () => string | null
}

/**
 * The rows as one Tab stop: where the focus was last, else the selected row, else the first in view; up and down, Home and
 * End move the focus. A row that is selected is scrolled to, and takes the focus where another row has it.
 */
export const useRowKeys = ({ body, count, inView, indexOf, scrollTo, selected }: Rows) => {
  const left = ref<string | null>(null)
  const stop = computed(() => {
    const shown = inView()
    return [indexOf(left.value), indexOf(selected())].find((index) => shown.includes(index)) ?? shown[0] ?? -1
  })
  const focusRow = async (index: number): Promise<void> => {
    scrollTo(index)
    await nextTick()
    body.value?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true })
  }
  const keydown = (event: KeyboardEvent, index: number): void => {
    if (event.defaultPrevented || event.target !== event.currentTarget) return
    const last = count() - 1
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to >= 0 && to <= last) void focusRow(to)
  }
  watch(selected, (now) => {
    const index = indexOf(now)
    const active = document.activeElement
    if (index < 0) return
    if (active?.matches('[data-index]') && body.value?.contains(active)) void focusRow(index)
    else scrollTo(index)
  })
  const focused = (key: string): void => {
    left.value = key
  }
  return { stop, keydown, focused }
}
