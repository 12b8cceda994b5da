import { watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { INDICES } from '#shared/indices/indices.ts'
import { useUiStore, useViewStore } from '../../state/stores/index.ts'
import { speak } from '../language.ts'
import type { Grouping } from './picture/usePicture.ts'

/** What the address of the mosaic keeps: index, grouping, the class that stands alone, what is lit or open, language. */
export interface Addressed {
  readonly grouping: Ref<Grouping>
  readonly only: Ref<string | null>
  /** `city:…`, `building:…`, `unit:…`, or `room:…@building`. */
  readonly sel: Ref<string | null>
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Reads the address once and whenever somebody goes elsewhere in it, and writes what changes; answers the day that it asked for. */
export const useAddress = ({ grouping, only, sel }: Addressed): { readonly at: string | null } => {
  const route = useRoute()
  const router = useRouter()
  const view = useViewStore()
  const ui = useUiStore()
  const read = (): void => {
    const { query } = route
    const index = INDICES.find(({ id }) => id === query.index)
    if (index) view.setIndex(index.id)
    grouping.value = query.group === 'unit' ? 'unit' : 'building'
    only.value = textOf(query.class)
    sel.value = textOf(query.sel)
    if (query.lang === 'zh' || query.lang === 'en') speak(query.lang)
  }
  /** A class is of its index: it does not stand alone in another one. */
  watch(
    () => view.index,
    () => (only.value = null),
    { flush: 'sync' },
  )
  read()
  /** The address that is on its way from here; what comes otherwise is followed. */
  let written = ''
  const write = (): void => {
    if (route.name !== 'mosaic') return
    const at = textOf(route.query.at)
    const next = router.resolve({
      name: 'mosaic',
      query: {
        index: view.index,
        group: grouping.value,
        ...(only.value ? { class: only.value } : {}),
        ...(sel.value ? { sel: sel.value } : {}),
        ...(at ? { at } : {}),
        ...(ui.lang === 'zh' ? {} : { lang: ui.lang }),
      },
    })
    if (next.fullPath === route.fullPath) return
    written = next.fullPath
    void router.replace(next)
  }
  watch(() => [view.index, grouping.value, only.value, sel.value, ui.lang], write, { immediate: true })
  watch(
    () => route.fullPath,
    (path) => {
      if (path !== written && route.name === 'mosaic') read()
      written = ''
    },
  )
  return { at: textOf(route.query.at) }
}
