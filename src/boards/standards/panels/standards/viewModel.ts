import type { ParameterList, ParameterRow } from '#shared/protocol/http.ts'
import {
  FEEDS,
  STATUTE,
  type FeedId,
  type Parameter,
  type ParameterDomain,
  type ParameterValue,
  type Text,
} from '#shared/standards/parameter.ts'
import { ALERT_RULES, type RuleId } from '#shared/supervision/alert.ts'
import { fieldText } from '#shared/standards/valueText.ts'
import { groupBy } from '#shared/kernel/language/lists.ts'

export const FILTERS = ['all', 'editable', 'revisedOnly', 'verify', 'statute'] as const
export type Filter = (typeof FILTERS)[number]

export interface Item {
  readonly parameter: Parameter
  readonly row: ParameterRow
}
export interface Section {
  readonly id: string
  readonly domain: ParameterDomain
  readonly items: readonly Item[]
  /** Of all its parameters, whatever is filtered. */
  readonly revised: number
}

/** How a parameter stands: 法定 where a public text gives it and nobody edits it here, 备查 where it judges nothing. */
export const standingOf = ({ mark, locked }: Parameter): 'D' | 'M' | 'law' | 'unused' | 'S' =>
  mark === 'D' || mark === 'M' ? mark : locked === STATUTE ? 'law' : locked ? 'unused' : 'S'

/** Where it stands; that it is this system's own is said beside it. Documents keep their names in every language. */
export const sourceText = ({ citation, mark }: Parameter, lang: 'zh' | 'en'): string =>
  mark !== 'D' ? `${citation.document} ${citation.article}` : lang === 'zh' ? citation.article : '—'

const passes = (filter: Filter, { parameter, row }: Item): boolean =>
  filter === 'all' ||
  (filter === 'editable' && parameter.edit !== 'locked') ||
  (filter === 'revisedOnly' && (row.revised !== null || row.next !== null)) ||
  (filter === 'verify' && parameter.mark === 'M') ||
  (filter === 'statute' && standingOf(parameter) === 'law')

const words = ({ key, name, citation, feeds, fields }: Parameter): string =>
  [
    key,
    name.zh,
    name.en,
    citation.document,
    citation.article,
    ...feeds.flatMap((feed) => [feed, feedName(feed).zh, feedName(feed).en]),
    ...fields.flatMap((field) => [field.name.zh, field.name.en]),
  ]
    .join(' ')
    .toLowerCase()

/** A figure's or an alert rule's name. */
export const feedName = (feed: FeedId): Text =>
  Object.hasOwn(FEEDS, feed)
    ? FEEDS[feed as keyof typeof FEEDS]
    : {
        zh: `${feed} ${ALERT_RULES[feed as RuleId]?.name.zh ?? ''}`,
        en: `${feed} ${ALERT_RULES[feed as RuleId]?.name.en ?? ''}`,
      }

/** Where a figure is seen: a page of the platform, or a scene of the wall. */
export const feedPlace = (feed: FeedId): { readonly page: string } | { readonly scene: string } => {
  if (['vehicle-indices', 'vehicle-overlap', 'order-verdict', 'order-steps', 'VH-14', 'VH-15'].includes(feed))
    return { page: 'vehicle-ledger' }
  if (feed === 'room-verdict' || feed.startsWith('OF-')) return { page: 'warnings' }
  if (feed === 'approved-area') return { page: 'ledger-table' }
  if (feed.startsWith('VH-')) return { scene: 'vehicles' }
  if (feed === 'quality') return { page: 'realty' }
  return { scene: feed.startsWith('DQ-') ? 'supervision' : 'energy' }
}

/** Sections in the register's order, with what fits the filter and the words; empty ones are left out. */
export const sectionsOf = (
  parameters: readonly Parameter[],
  list: ParameterList,
  filter: Filter,
  asked: string,
): readonly Section[] => {
  const rows = new Map(list.rows.map((row) => [row.key, row]))
  const wanted = asked.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const items = parameters.flatMap((parameter): Item[] => {
    const row = rows.get(parameter.key)
    return row ? [{ parameter, row }] : []
  })
  return [...groupBy(items, ({ parameter }) => parameter.section)].flatMap(([id, all]) => {
    const shown = all.filter(
      (item) => passes(filter, item) && wanted.every((word) => words(item.parameter).includes(word)),
    )
    const domain = all[0]?.parameter.domain
    return shown.length === 0 || !domain
      ? []
      : [{ id, domain, items: shown, revised: all.filter(({ row }) => row.revised !== null).length }]
  })
}

export interface Change {
  readonly field: string
  readonly name: string
  readonly was: string
  readonly becomes: string
}
/** What a draft would change, field by field. */
export const changesOf = (
  parameter: Parameter,
  before: ParameterValue,
  draft: ParameterValue,
  lang: 'zh' | 'en',
): readonly Change[] =>
  parameter.fields.flatMap((field) =>
    before[field.id] === draft[field.id]
      ? []
      : [
          {
            field: field.id,
            name: field.name[lang] || parameter.name[lang],
            was: fieldText(field, before[field.id], lang),
            becomes: fieldText(field, draft[field.id], lang),
          },
        ],
  )
