import { classNames } from '#shared/indices/indices.ts'
import { boundsOfId } from '../../projections/clusters.ts'
import type { SceneInput } from '../../projections/input.ts'
import { hoverOf } from '../hoverOf.ts'
import { layer, type HoverWords } from '../layer.ts'
import { compoundLayers, compoundNames } from './draw.ts'
import { COMPOUNDS, compoundMarks } from './marks.ts'
import { useGather } from './read.ts'

/** How many lie in a disc, and how many of each class, the worst first. */
const discWords = (id: string, input: SceneInput): HoverWords | null => {
  const disc = compoundMarks(input).clusters.find((one) => one.id === id)
  if (!disc) return null
  const { lang, index } = input
  const names = classNames(index)
  const told = disc.counts.flatMap((count, klass) => (count > 0 ? [`${names[klass]![lang]} ${count}`] : []))
  if (disc.noData > 0) told.unshift(`${lang === 'zh' ? '无数据' : 'no data'} ${disc.noData}`)
  const n = disc.members.length
  return {
    name: lang === 'zh' ? `${n} 处院落` : `${n} compounds`,
    value: told.reverse().join(' · '),
    at: disc.at,
  }
}

/** 办公区 as dots coloured by the index, and what lies too near together as discs. */
export default layer({
  id: COMPOUNDS,
  parts: {
    compounds: { zh: '办公区', en: 'Compounds' },
    'compound-clusters': { zh: '办公区点簇', en: 'Compounds gathered' },
  },
  level: 50,
  read: { none: null, use: useGather },
  draw: compoundLayers,
  names: compoundNames,
  pick: (id) => {
    const bounds = boundsOfId(id)
    return bounds ? { kind: 'look', bounds } : { kind: 'open', place: id }
  },
  lights: { compound: 'compounds' },
  hover: (id, input) => hoverOf(input.compounds, id, input) ?? discWords(id, input),
})
