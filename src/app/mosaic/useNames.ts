import { computed, type Ref } from 'vue'
import type { CityBox } from '../../engines/mosaic/layout.ts'
import { formatNumber } from '../../i18n/format.ts'
import { namesIn } from '../../i18n/names.ts'
import { namedIn, type MosaicRooms } from '../../projections/mosaic/rooms.ts'
import { shortMark } from '../../projections/values.ts'
import type { Painting } from '../../projections/mosaic/paint.ts'
import { useLedgerStore, useUiStore } from '../../state/stores/index.ts'
import type { MosaicParts } from '#shared/housing/mosaicRoutes.ts'
import type { Numbers } from './useNumbers.ts'
import { roomOfSpot, type Grouping } from './picture/usePicture.ts'

interface Given {
  readonly told: Readonly<Ref<MosaicParts | null>>
  readonly partOf: (id: string) => MosaicRooms | undefined
  readonly grouping: Readonly<Ref<Grouping>>
  readonly painting: Readonly<Ref<Painting>>
  readonly numbers: Numbers
  readonly t: (key: string, named?: Record<string, unknown>) => string
}

/** What stands at cities, groups and rooms in the picture, in the language of the screen. */
export const useNames = ({ told, partOf, grouping, painting, numbers, t }: Given) => {
  const ui = useUiStore()
  const ledger = useLedgerStore()
  return computed(() => {
    const { lang } = ui
    const by = grouping.value
    const known = new Map<string, { readonly name: string; readonly more: string }>()
    const counted = (n: number): string => t('rooms', { n: formatNumber(n, 0, lang) })
    const group = (city: CityBox, at: number): { readonly name: string; readonly more: string } => {
      const key = `${city.id} ${at}`
      const held = known.get(key)
      if (held) return held
      const part = partOf(city.id)
      const isNone = by === 'unit' && at === 0
      const name =
        !part || isNone ? t('noUnit') : namesIn(namedIn(part, by, by === 'unit' ? at - 1 : at).name, lang)
      const made = { name, more: counted(city.counts[at] as number) }
      known.set(key, made)
      return made
    }
    return {
      city: (id: string) => {
        const part = told.value?.parts.find((one) => one.id === id)
        const region = ledger.region(id)
        const value = region ? shortMark(region, { ...painting.value, lang }) : ''
        return {
          name: namesIn(part?.name ?? id, lang),
          more: [counted(partOf(id)?.rooms ?? part?.rooms ?? 0), value].filter(Boolean).join(' · '),
        }
      },
      group,
      room: (city: CityBox, at: number, nth: number): string | null => {
        const part = partOf(city.id)
        if (!part) return null
        if (by === 'unit') return null
        return numbers.of(part, roomOfSpot(part, by, { group: at, nth }))?.number ?? null
      },
    }
  })
}
