import type { IndexDefinition, Words } from './definition.ts'

/** How many classes each index has: from what is well to what is grave. */
export const CLASSES = 5

type Classed = Pick<IndexDefinition, 'better' | 'breaks' | 'decimals'>

/** 0–4: which class a value falls into, as it is printed, so that digits and class never disagree; −1 for 无数据. */
export const classOf = ({ better, breaks, decimals }: Classed, value: number | null): number => {
  if (value === null) return -1
  const shown = Number(value.toFixed(decimals))
  return breaks.filter((limit) => (better === 'less' ? shown > limit : shown < limit)).length
}

const NAMES: readonly Words[] = [
  { zh: '良好', en: 'Good' },
  { zh: '达标', en: 'Met' },
  { zh: '接近', en: 'Near' },
  { zh: '超标', en: 'Over' },
  { zh: '严重', en: 'Grave' },
]

/** What a class is called: in the index's own words where it has some. */
export const classNames = ({ classes }: Pick<IndexDefinition, 'classes'>): readonly Words[] =>
  classes ?? NAMES

/** What is counted where places of a class of an index are, as everywhere else that counts them. */
export const classSubject = ({ id }: Pick<IndexDefinition, 'id'>, klass: number): string =>
  `class:${id}:${klass}`

/** From where to where a class reaches; a value on a break belongs to the better side. */
export const classRange = (
  { better, breaks }: Pick<Classed, 'better' | 'breaks'>,
  klass: number,
  print: (value: number) => string,
): string => {
  const [from, to] = [breaks[klass - 1], breaks[klass]]
  if (from === undefined) return `${better === 'less' ? '≤' : '≥'} ${print(breaks[0])}`
  if (to === undefined) return `${better === 'less' ? '>' : '<'} ${print(from)}`
  const [low, high] = better === 'less' ? [from, to] : [to, from]
  return `${print(low)}–${print(high)}`
}
