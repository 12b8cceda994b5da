import { isRef, onBeforeUnmount, watch, type Ref } from 'vue'

/** Hears events of an element, or of the window, as long as the page stands. */
export const useHeard = <E extends Event>(
  target: Readonly<Ref<EventTarget | null>> | Window,
  names: readonly string[],
  hear: (event: E) => void,
  options?: AddEventListenerOptions,
): void => {
  const tell = hear as (event: Event) => void
  const begin = (of: EventTarget): void => names.forEach((name) => of.addEventListener(name, tell, options))
  const end = (of: EventTarget): void => names.forEach((name) => of.removeEventListener(name, tell))
  if (!isRef(target)) {
    begin(target)
    onBeforeUnmount(() => end(target))
    return
  }
  watch(
    target,
    (now, before) => {
      if (before) end(before)
      if (now) begin(now)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => target.value && end(target.value))
}

/** What lies over the page takes its own keys. */
export const isOverlaid = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.closest('[data-overlay]') !== null
