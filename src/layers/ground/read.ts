import { computed, watchEffect } from 'vue'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { inLang } from '../../i18n/inLang.ts'
import type { Lang } from '../../state/stores/index.ts'
import type { LateDrawing, LateReading, Stores } from '../late/read.ts'
import type { ReaderContext } from '../layer.ts'
import { groundOf, type GroundFile } from './decode.ts'
import { drawnGround, NO_GROUND } from './draw.ts'
import { groundNoteOf, withSiteGround, withSiteLabels } from './site.ts'
import address from '../../../data/ground/ground.topo.json?url'

/** Asks this server for the ground. Throws in words, Chinese first. */
const fetchGround = async (signal: AbortSignal): Promise<LateDrawing> => {
  const told = (why: string): Error =>
    new Error(`底图文件未能载入 (${why}) / the file of the ground did not come (${why})`)
  const answer = await fetch(address, { signal }).catch((cause: unknown) => {
    throw told(String(cause))
  })
  if (!answer.ok) throw told(`HTTP ${answer.status}`)
  return drawnGround(groundOf((await answer.json()) as GroundFile))
}

/** The ground's file, fetched once, and how the site's own fares, asked again and again. */
export const use = ({ isOn }: ReaderContext, { useApi, useRemote, useUiStore }: Stores): LateReading => {
  const ui = useUiStore()
  const ground = useRemote(
    () => (isOn() ? 'ground' : null),
    (_, signal) => fetchGround(signal),
    { past: 'itself', name: 'ground' },
  )
  const site = useRemote(
    () => (isOn() ? 'site-ground' : null),
    (_, signal) => useApi().siteGround(signal),
    { past: 'itself', name: 'site-ground', everyMs: MINUTE_MS },
  )
  const names = useRemote(
    () => (isOn() ? 'site-labels' : null),
    (_, signal) => useApi().siteLabels(signal),
    { past: 'itself', name: 'site-labels', everyMs: MINUTE_MS },
  )
  const drawing = computed(() =>
    withSiteLabels(withSiteGround(ground.data.value ?? NO_GROUND, site.data.value), names.data.value),
  )
  const sentence = computed(() => {
    const said = [site.data.value?.sentence, names.data.value?.sentence].filter((one) => one != null)
    const half = (lang: Lang, between: string): string => said.map((one) => inLang(one, lang)).join(between)
    return said.length > 0 ? `${half('zh', ';')} / ${half('en', '; ')}` : null
  })
  /** One and the same as long as it says the same. */
  const siteFault = computed(() => (sentence.value === null ? null : new Error(sentence.value)))
  watchEffect(() => (ui.groundNote = groundNoteOf(site.data.value)))
  return {
    drawing: () => drawing.value,
    error: () => ground.error.value ?? site.error.value ?? names.error.value ?? siteFault.value,
    reload: () => {
      if (ground.error.value) ground.reload()
      site.reload()
      names.reload()
    },
  }
}
