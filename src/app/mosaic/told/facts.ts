import { measuresToArray, type Measures } from '#shared/indices/measures.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { namesIn } from '../../../i18n/names.ts'
import { bare, printed, printIndex, printPercent } from '../../../i18n/rates.ts'
import { classOfCode, roomCodeOf, type RoomClass } from '../../../layers/interior/roomClasses.ts'
import type { Painting } from '../../../projections/mosaic/paint.ts'
import {
  namedIn,
  placeIn,
  roomAt,
  measuresOf,
  type MosaicRoom,
  type MosaicRooms,
} from '../../../projections/mosaic/rooms.ts'
import type { Lang } from '../../../state/stores/index.ts'

export interface Telling {
  readonly painting: Painting
  readonly now: EpochMs
  readonly lang: Lang
  readonly t: (key: string, named?: Record<string, unknown>) => string
}

/** What is said of one room. */
export interface RoomFacts {
  readonly title: string
  readonly klass: RoomClass
  readonly value: string
  readonly lines: readonly string[]
}

/** The figure that decides the colour, in words. */
const valueOf = (
  room: MosaicRoom,
  sums: { readonly floor: Measures; readonly building: Measures },
  { painting: { index, basis, coal }, lang, t }: Telling,
): string => {
  const by = index.rooms
  if (room.state === 'idle' && typeof by !== 'undefined' && by !== 'floor')
    return t('idle', { n: formatNumber(room.idleDays, 0, lang) })
  if (by === 'over-limit')
    return room.limitUse === null
      ? ''
      : t('share', { value: bare(printPercent(room.limitUse * 100, '', lang)) })
  if (by === 'days-idle') return ''
  const name = index.name[lang]
  if (typeof by === 'function') {
    const value = by(room)
    return value === null ? '' : t('value', { name, value: formatNumber(value, index.decimals, lang) })
  }
  const measures = by === 'floor' ? sums.floor : sums.building
  if (index.value(measures, basis, coal) === null) return t('noData')
  return t('value', { name, value: printed(printIndex(index, measures, basis, coal, lang)) })
}

/** Number, use, unit, building, floor, area and the value of one room; its number where it is known. */
export const factsOf = (part: MosaicRooms, i: number, number: string | null, telling: Telling): RoomFacts => {
  const { painting, now, lang, t } = telling
  const room = roomAt(part, i, now)
  const floor = placeIn(part.floorEnds, i)
  const building = placeIn(part.buildingEnds, i)
  const label = part.head.labels[part.columns.get('floorLabel')?.[floor] ?? 0] ?? ''
  const unit = part.unit[i] as number
  const sums = { floor: measuresOf(part, 'floor', floor), building: measuresOf(part, 'building', building) }
  const summed = (measures: Measures) => ({ measures: measuresToArray(measures) })
  const code = roomCodeOf(room, summed(sums.floor), painting, summed(sums.building))
  const nth = i - (part.floorEnds[floor - 1] ?? 0) + 1
  const area = t('area', { value: formatNumber(room.usableArea, 1, lang) })
  const limit = room.limit === null ? '' : t('limit', { value: formatNumber(room.limit, 1, lang) })
  const named = (of: 'building' | 'unit', at: number): string => namesIn(namedIn(part, of, at).name, lang)
  return {
    title: [number === null ? t('someRoom', { nth }) : t('room', { number }), namesIn(room.use, lang)]
      .filter(Boolean)
      .join(' · '),
    klass: classOfCode(code, painting),
    value: valueOf(room, sums, telling),
    lines: [
      unit === 0 ? t('noUnit') : named('unit', unit - 1),
      `${named('building', building)} · ${label}`,
      [area, limit].filter(Boolean).join(' · '),
    ],
  }
}
