import { useEventListener, useMutationObserver } from '@vueuse/core'
import { onMounted, type Ref } from 'vue'

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
}
/** Marks what takes the arrow keys for itself while the focus is in it. */
export const ROVES = `[data-roves], [role='tablist']`

/** Where a key leads from one of so many, round and round; null where it is no key of a row. */
export const roveTo = (key: string, from: number, count: number): number | null => {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = STEPS[key]
  return step === undefined ? null : (from + step + count) % count
}

/** What is one Tab stop: a list, and figures that stand beside each other. */
const GROUP = 'ol, ul, :has(> .why-figure + .why-figure)'
const ITEM = 'button:not(:disabled), a[href]'
const itemsOf = (group: Element): HTMLElement[] =>
  [...group.querySelectorAll<HTMLElement>(ITEM)].filter((item) => item.closest(GROUP) === group)

/** One of the group is in the order of Tab: the one that has the focus or had it last, else the first. */
const settle = (group: HTMLElement, wanted?: HTMLElement): void => {
  const items = itemsOf(group)
  const current =
    wanted ?? items.find((item) => item.tabIndex === 0 && item.hasAttribute('tabindex')) ?? items[0]
  group.toggleAttribute('data-roves', items.length > 1)
  for (const item of items) item.tabIndex = item === current ? 0 : -1
}

/** In a list of rows up and down keep to the same thing of each row, where a row has more than one. */
const nextOf = (key: string, item: HTMLElement, items: readonly HTMLElement[]): HTMLElement | null => {
  const row = item.closest('li')
  const rows = [...new Set(items.map((one) => one.closest('li')))]
  const isAcross = key === 'ArrowUp' || key === 'ArrowDown'
  if (!isAcross || rows.length < 2 || rows.length === items.length) {
    const at = roveTo(key, items.indexOf(item), items.length)
    return at === null ? null : (items[at] ?? null)
  }
  const inRow = (of: Element | null): HTMLElement[] => items.filter((one) => one.closest('li') === of)
  const to = inRow(rows[roveTo(key, rows.indexOf(row), rows.length) ?? 0] ?? null)
  return to[inRow(row).indexOf(item)] ?? to.at(-1) ?? null
}

/**
 * Each list and each group of figures beneath `root` is one Tab stop, whatever becomes of its rows: the arrow keys, Home
 * and End go from one to the next, and Tab comes back to the one that was left.
 */
export const useRoving = (root: Ref<HTMLElement | null>): void => {
  const all = (): void => {
    for (const group of root.value?.querySelectorAll<HTMLElement>(GROUP) ?? []) settle(group)
  }
  onMounted(all)
  useMutationObserver(
    root,
    (changes) => {
      const isElement = ({ nodeType }: Node): boolean => nodeType === Node.ELEMENT_NODE
      if (changes.some(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].some(isElement)))
        all()
    },
    { childList: true, subtree: true },
  )
  const groupOf = (target: EventTarget | null) => {
    const item = target instanceof HTMLElement && target.matches(ITEM) ? target : null
    const group = item?.closest<HTMLElement>(GROUP)
    return item && group && root.value?.contains(group) ? { item, group } : null
  }
  useEventListener(root, 'focusin', ({ target }) => {
    const found = groupOf(target)
    if (found) settle(found.group, found.item)
  })
  useEventListener(root, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return
    const found = groupOf(event.target)
    const items = found ? itemsOf(found.group) : []
    const next = found && items.length > 1 ? nextOf(event.key, found.item, items) : null
    if (!next) return
    next.focus()
    event.preventDefault()
  })
}
