import { INDICES, type IndexDefinition } from '../../indices/indices.ts'
import { MEASURES, type Measure, type Measures } from '../../indices/measures.ts'

/** What an index asks of the measures, seen by asking it of some that all are there. */
const readBy = ({ value, inputs, of }: IndexDefinition): readonly Measure[] => {
  const read = new Set<Measure>([...inputs, of.base])
  const watched = new Proxy({} as Record<Measure, number>, {
    get: (_, name) => {
      read.add(name as Measure)
      return 1
    },
  })
  value(watched as Measures, 'equivalent-heat')
  value(watched as Measures, 'equal-value')
  return [...read]
}
const measuresOf = (by: (index: IndexDefinition) => boolean): readonly Measure[] => {
  const read = new Set(INDICES.filter(by).flatMap(readBy))
  return MEASURES.filter((name) => read.has(name))
}

/** What colours rooms by their floor. */
export const FLOOR_MEASURES = measuresOf(({ rooms }) => rooms === 'floor')
/** What colours them by their building: the indices that no room and no floor has. */
export const BUILDING_MEASURES = measuresOf(({ rooms }) => rooms === undefined)
