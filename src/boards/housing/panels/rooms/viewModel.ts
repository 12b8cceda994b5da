import type { RoomList } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { namesIn } from '../../../../i18n/names.ts'
import type { Lang } from '../../../../state/stores/index.ts'

export const LISTS = ['over', 'idle', 'all'] as const
export type ListName = (typeof LISTS)[number]
type Room = RoomList['rooms'][number]

/** What each list tells of a room beside where it is and whose, in the order of its columns. */
export const FIGURES = {
  over: ['occupants', 'area', 'limit', 'overBy'],
  idle: ['area', 'since', 'days'],
  all: ['state', 'occupants', 'area', 'limit', 'overBy'],
} as const satisfies Record<ListName, readonly string[]>
/** Columns of words; the others are of figures. */
export const WORDS: ReadonlySet<string> = new Set(['state', 'since'])
export const SUBJECTS: Readonly<Record<string, string>> = { area: 'usableM2' }

/** A room as its row prints it: areas in m² with two decimals, a dash where no limit applies; `overBy` is never below 0. */
export const roomRow = (room: Room, lang: Lang, stateName: (state: Room['state']) => string) => {
  const area = (value: number | null): string => formatNumber(value, 2, lang)
  const named = (name: string): string => namesIn(name, lang)
  return {
    id: room.id,
    floor: room.floor,
    level: room.level,
    number: room.number,
    where: [...new Set([room.compoundName, room.buildingName])].map(named).join(' · '),
    region: named(room.regionName),
    use: named(room.use),
    unit: named(room.unitName ?? '—'),
    state: stateName(room.state),
    since: room.stateSince,
    occupants: formatNumber(room.occupants, 0, lang),
    area: area(room.usableArea),
    limit: area(room.limit),
    overBy: area(room.over === null ? null : Math.max(0, room.over)),
    days: formatNumber(room.idleDays, 0, lang),
  }
}
