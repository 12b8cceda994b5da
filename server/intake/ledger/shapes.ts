import type { Findable, Row, TableShape } from '../../common/plan.ts'
import { spellPlace } from '../../common/pinyin.ts'

/** A table that no record type has for itself. */
export const SEARCH_PLACES: TableShape = {
  table: 'search_places',
  key: ['kind', 'id'],
  columns: {
    kind: 'text',
    id: 'text',
    rank: 'int2',
    title: 'text',
    pinyin: 'text',
    initials: 'text',
    detail: 'text',
    region: 'text',
    place: 'text',
    lon: 'float8',
    lat: 'float8',
  },
}

const RANK = { region: 0, unit: 1, compound: 2, building: 3 } as const
export const searchRow = (found: Findable): Row => ({
  ...found,
  rank: RANK[found.kind],
  ...spellPlace(found.title),
})
