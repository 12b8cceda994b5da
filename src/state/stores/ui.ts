import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { IndexId, Mark } from '#shared/indices/indices.ts'
import type { FeedId } from '#shared/standards/parameter.ts'
import type { DaySpan } from '#shared/supervision/calendar/calendarYears.ts'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

export type Lang = 'zh' | 'en'

/** What a figure answers when it is asked "why". */
export interface Why {
  readonly title: string
  /** Ready to print, with its unit. */
  readonly value: string
  readonly formula?: string
  readonly source?: string
  readonly mark?: Mark
  readonly threshold?: string
  /** The facts that went in, label and value. */
  readonly rows?: readonly { readonly label: string; readonly value: string; readonly vehicle?: string }[]
  /** Said below the facts: what of them is logged, or left out. */
  readonly note?: string
  /** When it was last true. */
  readonly at?: EpochMs | null
  /** What would change it. */
  readonly remedy?: string
  /** Its months so far and what it is held to, oldest first; a gap where one was not kept. */
  readonly months?: {
    readonly points: readonly { readonly month: string; readonly value: number | null }[]
    readonly now: number | null
    readonly line: number | null
    readonly decimals: number
    /** Since which day months are kept; null where that is not known. */
    readonly since: string | null
  }
  /** The unit that answers for it. */
  readonly answers?: string
  readonly index?: IndexId
  /** What parameters go into it: the card prints them with their versions. */
  readonly feeds?: readonly FeedId[]
  /** The days that it told into workdays and days off, where its feeds and its time do not say so. */
  readonly workdays?: DaySpan
}

/** Words as they are in the language that the screen speaks now. */
type Said = () => string

const AGE_BEAT_MS = 5000
const makeBeat = () => {
  /** One second's beat for clocks, server time. */
  const second = ref<EpochMs>(0)
  /** Five seconds' beat for ages: all of a screen change at once, seldom enough that the eye is not drawn to them. */
  const ageBeat = computed<EpochMs>(() => Math.floor(second.value / AGE_BEAT_MS) * AGE_BEAT_MS)
  /** The minute of it: for what goes by hours and days, so that nothing is made anew each second. */
  const minute = computed<EpochMs>(() => Math.floor(second.value / MINUTE_MS) * MINUTE_MS)
  return { second, ageBeat, minute }
}

/** What the picture says of itself. */
const makePicture = () => {
  /** The last step by which the picture got coarser or finer, and the frame time that it was taken for, ms; null where none was. */
  const quality = shallowRef<{ readonly step: number; readonly of: number; readonly frameMs: number } | null>(
    null,
  )
  return { quality }
}

/** The screen itself: language, the open card of reasons, messages in place. */
export const useUiStore = defineStore('ui', () => {
  const lang = ref<Lang>('zh')
  /** Whose ground the map draws, where it is the site's own. */
  const groundNote = ref('')
  /** A language whose words did not come and are asked for again; null where none is missing. */
  const awaited = ref<Lang | null>(null)
  const why = shallowRef<Why | null>(null)
  const searchOpen = ref(false)
  const sidesOpen = ref(false)
  /** The sheet of all keys and gestures. */
  const helpOpen = ref(false)
  /** Lines that the screen must say in place, by their cause, each in the language of the time it is read: an engine that cannot draw, a layout below the reading distance. */
  const notices = shallowRef<ReadonlyMap<string, Said>>(new Map())
  /** Layers that are not wholly on the screen, and why; the legend says so. */
  const faults = shallowRef<ReadonlyMap<string, string | Said>>(new Map())
  /** Layers that are asked for and still on their way. */
  const pending = shallowRef<readonly string[]>([])
  /** The lit row of a list, and where on the screen the line from it to its thing begins, CSS pixels; null where none is. */
  const linkFrom = shallowRef<{ readonly of: string; readonly x: number; readonly y: number } | null>(null)

  const say = (cause: string, message: Said | null): void => {
    if (message === null && !notices.value.has(cause)) return
    const next = new Map(notices.value)
    if (message === null) next.delete(cause)
    else next.set(cause, message)
    notices.value = next
  }
  /** What is wrong with a layer; null when nothing is any more. */
  const fault = (layer: string, message: string | Said | null): void => {
    if ((faults.value.get(layer) ?? null) === message) return
    const next = new Map(faults.value)
    if (message === null) next.delete(layer)
    else next.set(layer, message)
    faults.value = next
  }
  const explain = (next: Why | null): void => {
    why.value = next
  }
  const isZh = computed(() => lang.value === 'zh')
  return {
    lang,
    groundNote,
    awaited,
    isZh,
    why,
    searchOpen,
    sidesOpen,
    helpOpen,
    notices,
    faults,
    pending,
    linkFrom,
    ...makeBeat(),
    ...makePicture(),
    say,
    fault,
    explain,
  }
})
